#include "catalog/search.h"

#include <doctest/doctest.h>

#include "support/people_world.h"

TEST_SUITE_BEGIN("catalog");

namespace soleil {
namespace {

std::vector<std::string> titles(const Found& found) {
  std::vector<std::string> out;
  for (const VideoPtr& video : found.videos) out.push_back(video->title);
  return out;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("words are folded and bounded") {
  CHECK(words_of("L'\u00c9t\u00e9, \u00e0 No\u00ebl!", 9) ==
        std::vector<std::string>{"l", "ete", "a", "noel"});
  CHECK(words_of("a b c d", 2).size() == 2);
  CHECK(words_of("\xff", 2).empty());
  CHECK(words_of("\u0634\u0645\u0633 \U0001F31E", 9).size() == 2);
}

TEST_CASE("search forgives accents, case and typos, and finds the beginning of words") {
  PeopleWorld w;
  Search search(*w.catalog);
  const Account ada = w.person("ada_lovelace"), marc = w.person("marc");
  w.publish(marc.id, "La cr\u00e8me br\u00fbl\u00e9e facile", {"p\u00e2tisserie"});
  w.publish(marc.id, "Sunset over the harbour", {"sea", "calm"});
  w.publish(ada.id, "Counting with cogs", {"machines"});
  CHECK(titles(search.find("creme", 9)) == Titles{"La cr\u00e8me br\u00fbl\u00e9e facile"});
  CHECK(titles(search.find("CR\u00c8ME BRULEE", 9)) ==
        Titles{"La cr\u00e8me br\u00fbl\u00e9e facile"});
  CHECK(titles(search.find("suns", 9)) == Titles{"Sunset over the harbour"});
  CHECK(titles(search.find("sunest", 9)) == Titles{"Sunset over the harbour"});
  CHECK(titles(search.find("harbuor", 9)) == Titles{"Sunset over the harbour"});
  CHECK(titles(search.find("patiserie", 9)) == Titles{"La cr\u00e8me br\u00fbl\u00e9e facile"});
  CHECK(titles(search.find("lovelace", 9)) == Titles{"Counting with cogs"});
  CHECK(search.find("ada", 9).people.at(0)->handle == "ada_lovelace");
  CHECK(search.find("lovelase", 9).people.size() == 1);
  CHECK(search.find("mach", 9).tags.at(0).tag == "machines");
  CHECK(search.find("zzzz", 9).videos.empty());
  CHECK(search.find("", 9).videos.empty());
  CHECK(search.find(std::string(100'000, 'a'), 9).videos.empty());
  CHECK(search.find("\xff\xfe", 9).videos.empty());
}

TEST_CASE("what has more of the words comes first") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  w.publish(ada.id, "blue bird");
  w.publish(ada.id, "blue whale song");
  w.publish(ada.id, "bluebell");
  Search search(*w.catalog);
  CHECK(titles(search.find("blue whale", 9)).at(0) == "blue whale song");
  CHECK(titles(search.find("blue", 9)).back() == "bluebell");
}

TEST_CASE("only what may be listed is found, from the moment that it changes") {
  PeopleWorld w;
  Search search(*w.catalog);
  const Account ada = w.person("ada");
  const VideoId video = w.publish(ada.id, "secret garden", {"plants"});
  CHECK(search.find("garden", 9).videos.size() == 1);
  VideoEdit edit;
  edit.visibility = Visibility::link;
  REQUIRE(w.catalog->edit(video, edit).has_value());
  CHECK(search.find("garden", 9).videos.empty());
  CHECK(search.find("plants", 9).tags.empty());
  edit.visibility = Visibility::everyone;
  edit.title = "open meadow";
  REQUIRE(w.catalog->edit(video, edit).has_value());
  CHECK(search.find("garden", 9).videos.empty());
  CHECK(search.find("meadow", 9).videos.size() == 1);
  REQUIRE(w.catalog->remove(video).has_value());
  CHECK(search.find("meadow", 9).videos.empty());
  REQUIRE(w.catalog->restore(video).has_value());
  CHECK(Search(*w.catalog).find("meadow", 9).videos.size() == 1);
}

}  // namespace soleil
