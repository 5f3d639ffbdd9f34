// Recipes: what is refused, and that a change takes effect while pages are made.
#include "recommend/recipe_book.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "support/feed_world.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const std::string& plain() {
  static const std::string text(builtin_recipe("for_you"));
  return text;
}

std::string plain_label() {
  return parse_recipe("for_you", plain())->label();
}

std::string numbered(int version) {
  const std::string key = "\nversion = ";
  const size_t at = plain().find(key) + key.size();
  return plain().substr(0, at) + std::to_string(version) + plain().substr(plain().find('\n', at));
}

std::string refusal(const std::string& text) {
  const auto recipe = parse_recipe("for_you", text);
  if (!recipe) return recipe.error().what;
  const auto fits = check_stages(*recipe);
  return fits ? "" : fits.error().what;
}

struct Folder {
  TempFolder temp;
  std::string path = temp.path() + "/recipes";
  Folder() { std::filesystem::create_directory(path); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path + "/" + name + ".toml", std::ios::trunc) << text;
  }
};

struct Booked : FeedWorld {
  Folder folder;
  Booked() {
    settings.folders = {folder.path, folder.temp / "experiments"};
    start();
    for (int i = 0; i < 10; ++i) publish(person("a" + std::to_string(i)), {"surf"});
  }
  std::string served() { return page(guest()).recipe; }
};

}  // namespace

TEST_CASE("every compiled-in recipe is right") {
  for (const std::string_view name : kFeedRecipes) {
    const auto recipe = parse_recipe(name, builtin_recipe(name));
    REQUIRE(recipe);
    const auto fits = check_stages(*recipe);
    CHECK_MESSAGE(fits, (fits ? "" : fits.error().what));
  }
}

TEST_CASE("a wrong recipe is refused with its line") {
  const auto says = [](const std::string& text, const std::string& words) {
    const std::string what = refusal(text);
    CHECK_MESSAGE(what.find(words) != std::string::npos, what);
  };
  const std::string head = "version = 2\n[sources]\nfresh = 10\n[stages]\nfilters = []\n";
  const std::string tail = "scorers = []\nselector = \"newest\"\n[weights]\n";
  CHECK(refusal(head + tail) == "");
  says("version = \n", "line 1");
  says("vresion = 1\n" + head + tail, "line 1: 'vresion' is not known");
  says(changed(head, "fresh", "frehs") + tail, "line 3: there is no source 'frehs'");
  says(changed(head, "10", "-1") + tail, "line 3: sources.fresh must be");
  says(head + "scorers = [\"watch\"]\nselector = \"newest\"\n[weights]\n",
       "line 6: watch needs weights.watch");
  says(head + tail + "wacth = 1.0\n", "line 9: no stage of this recipe reads weights.wacth");
  says(head + tail + "watch = inf\n", "line 9: weights.watch must be a number");
  says(head + tail + "[more]\n", "line 9: 'more' is not known");
  says(changed(head, "2", "0") + tail, "line 1: version must be");
}

TEST_CASE_FIXTURE(Booked, "a changed file takes effect, a wrong one leaves what ran") {
  CHECK(served() == plain_label());
  folder.write("for_you", numbered(92));
  feed->recipes().refresh();
  CHECK(served() == "for_you-92");
  folder.write("for_you", changed(plain(), "fresh = 120", "frehs = 120"));
  feed->recipes().refresh();
  CHECK(served() == "for_you-92");
  CHECK(feed->recipes().refusal().find("'frehs'") != std::string::npos);
  CHECK(metrics.render().find("soleil_recipes_refused 1") != std::string::npos);
  start();  // a wrong file does not keep the feed from starting
  CHECK(served() == plain_label());
  std::filesystem::remove(folder.path + "/for_you.toml");
  feed->recipes().refresh();
  CHECK(feed->recipes().refusal() == "");
  CHECK(served() == plain_label());
}

TEST_CASE_FIXTURE(Booked, "a posted recipe is checked, stored and in force at once") {
  const auto bad = feed->recipes().put("for_you", "version = 1\n");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().reason == "bad_recipe");
  CHECK_FALSE(feed->recipes().put("../for_you", plain()));
  REQUIRE(feed->recipes().put("for_you", numbered(97)));
  CHECK(served() == "for_you-97");
  start();
  CHECK(served() == "for_you-97");
  REQUIRE(feed->recipes().drop("for_you"));
  CHECK(served() == plain_label());
  CHECK_FALSE(feed->recipes().drop("for_you"));
}

TEST_CASE_FIXTURE(Booked, "the Served fact tells name, version and hash") {
  const Page given = page(guest());
  const auto records = must(facts->read(kWatchTopic, 0, 10));
  REQUIRE(records.size() == 1);
  const WatchFact fact = must(decode_fact(records[0].bytes));
  const auto* served_fact = std::get_if<Served>(&fact);
  REQUIRE(served_fact);
  CHECK(served_fact->recipe == plain_label());
  CHECK(served_fact->recipe_hash == recipe_hash(plain()));
  CHECK(given.recipe_hash == served_fact->recipe_hash);
}

TEST_CASE_FIXTURE(Booked, "recipes change under readers, who see one or the other whole") {
  RecipeBook& book = feed->recipes();
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0, seen = 0;
  std::thread reader([&] {
    while (!done) {
      const auto edition = book.current();
      const Recipe& recipe = edition->pipeline("for_you").recipe();
      wrong += recipe.text.find("version = " + std::to_string(recipe.version) + "\n") ==
               std::string::npos;
      ++seen;
    }
  });
  for (int version = 102; version < 142; ++version) REQUIRE(book.put("for_you", numbered(version)));
  done = true;
  reader.join();
  CHECK(wrong == 0);
  CHECK(seen > 0);
}

TEST_CASE_FIXTURE(Booked, "the watching thread finds a new file by itself") {
  feed->recipes().watch();
  folder.write("for_you", numbered(93));
  for (int i = 0; i < 200 && served() != "for_you-93"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(served() == "for_you-93");
  feed->recipes().stop();
}

TEST_SUITE_END();

}  // namespace soleil
