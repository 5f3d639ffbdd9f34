// Experiments: files, who is in which arm, and what pages tell of it.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "experiments/fact_ledger.h"
#include "recommend/experiment_file.h"
#include "support/feed_world.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

std::string file(const std::string& start, const std::string& end,
                 const std::string& other = "name = \"b\"\nrecipe = \"for_you_b\"\nshare = 0.5\n") {
  return "start = " + start + "\nend = " + end +
         "\nshadow_share = 1.0\n[[arms]]\nname = \"a\"\nrecipe = \"for_you\"\nshare = 0.5\n"
         "[[arms]]\n" +
         other;
}
const std::string kNow = "2020-09-01T00:00:00Z", kLater = "2020-10-01T00:00:00Z";  // ManualClock

std::string with_weight(const std::string& name, const std::string& value) {
  std::string text(builtin_recipe("for_you"));
  const size_t at = text.rfind("\n" + name + " = ");
  REQUIRE(at != std::string::npos);
  return text.substr(0, at) + "\n" + name + " = " + value + text.substr(text.find('\n', at + 1));
}

struct Tried : FeedWorld {
  TempFolder temp;
  std::vector<VideoId> videos;
  Tried() {
    settings.folders = {temp / "recipes", temp / "experiments"};
    start();
    for (int i = 0; i < 60; ++i)
      videos.push_back(publish(person("a" + std::to_string(i)), {i % 2 ? "surf" : "chess"}));
    REQUIRE(feed->recipes().put("for_you_b", with_weight("fresh", "0.5")));
  }
  Result<void> put(const std::string& name, const std::string& text) {
    return feed->recipes().put_experiment(name, text);
  }
  Served last_page() {
    const auto records = must(facts->read(kWatchTopic, must(facts->end(kWatchTopic)) - 1, 1));
    return std::get<Served>(must(decode_fact(records.at(0).bytes)));
  }
};

}  // namespace

TEST_CASE("an experiment's file is read whole or refused with its line") {
  const auto right = parse_experiment(
      "summer", file("2026-12-01T02:00:00+02:00", kLater.substr(0, 0) + "2026-12-15T00:00:00Z"));
  REQUIRE(right);
  CHECK(right->start_ms == 1'796'083'200'000);
  CHECK(right->end_ms - right->start_ms == int64_t{14} * 86'400'000);
  CHECK(right->arms.size() == 2);
  CHECK(right->primary == "long_view_rate");
  const auto says = [](const std::string& text, const std::string& words) {
    const auto read = parse_experiment("summer", text);
    REQUIRE_FALSE(read);
    CHECK_MESSAGE(read.error().what.find(words) != std::string::npos, read.error().what);
  };
  says(file("2026-12-01T00:00:00", kLater), "line 1: start must be a time with an offset");
  says(file(kLater, kNow), "line 2: end must be after start");
  says(file(kNow, kLater, "name = \"a\"\nrecipe = \"x\"\nshare = 0.1\n"), "line 8: two arms");
  says(file(kNow, kLater, "name = \"b\"\nrecipe = \"x\"\nshare = 0.6\n"), "add up to more than 1");
  says(file(kNow, kLater, "name = \"b\"\nrecipe = \"x\"\nshare = 2\n"), "line 11: share must be");
  says(file(kNow, kLater, "name = \"b\"\nrecipe = \"x\"\n"), "share must be");
  says("strat = 1\n" + file(kNow, kLater), "line 1: 'strat' is not known");
}

TEST_CASE("arms are split by viewer as planned, the same each time, otherwise for another salt") {
  Experiment experiment{"e", "salt", "", 0, 1, {{"a", "", 0.2}, {"shadow", "", 0}, {"b", "", 0.5}}};
  Experiment other = experiment;
  other.salt = "pepper";
  std::map<std::string, int> counts;
  int same = 0;
  for (uint64_t v = 1; v <= 20'000; ++v) {
    const ViewerId viewer{v << 22 | (v & 0xffff)};
    const Arm *arm = experiment.arm_of(viewer), *again = experiment.arm_of(viewer),
              *elsewhere = other.arm_of(viewer);
    CHECK(arm == again);
    ++counts[arm ? arm->name : "none"];
    same += arm && elsewhere && arm->name == elsewhere->name;
  }
  CHECK(counts["a"] == doctest::Approx(4'000).epsilon(0.05));
  CHECK(counts["b"] == doctest::Approx(10'000).epsilon(0.03));
  CHECK(counts["none"] == doctest::Approx(6'000).epsilon(0.05));
  CHECK(counts["shadow"] == 0);
  CHECK(same == doctest::Approx(20'000 * (0.04 + 0.25)).epsilon(0.05));
}

TEST_CASE_FIXTURE(Tried,
                  "each viewer keeps an arm; its recipe serves and the fact tells all of it") {
  REQUIRE(put("summer", file(kNow, kLater)));
  std::map<std::string, int> arms;
  for (int i = 0; i < 30; ++i) {
    const ViewerId viewer = guest();
    const Page first = page(viewer);
    const Served fact = last_page(), again = (page(viewer), last_page());
    CHECK(fact.treatment.experiment == "summer");
    CHECK(fact.treatment.arm == again.treatment.arm);
    CHECK(fact.recipe.starts_with(fact.treatment.arm == "a" ? "for_you-" : "for_you_b-"));
    REQUIRE(fact.places.size() == first.videos.size());
    for (size_t k = 0; k < fact.places.size(); ++k)
      CHECK(std::abs(static_cast<double>(fact.places[k].propensity) - first.videos[k].propensity) <
            3e-6);
    REQUIRE(fact.shadows.size() == 1);
    CHECK(fact.shadows[0].arm == (fact.treatment.arm == "a" ? "b" : "a"));
    ++arms[fact.treatment.arm];
  }
  CHECK(arms["a"] >= 5);
  CHECK(arms["b"] >= 5);
  page(FeedRequest{.viewer = guest(), .kind = FeedKind::topic, .topic = "surf"});
  CHECK(last_page().treatment.experiment == "");
  clock.advance_ms(int64_t{60} * 86'400'000);  // it is over
  page(guest());
  CHECK(last_page().treatment.experiment == "");
  CHECK(last_page().shadows.empty());
}

TEST_CASE_FIXTURE(Tried, "a shadow of the same recipe has the odds that were told") {
  REQUIRE(feed->recipes().put("for_you_same", std::string(builtin_recipe("for_you"))));
  REQUIRE(
      put("same", file(kNow, kLater, "name = \"same\"\nrecipe = \"for_you_same\"\nshare = 0.0\n")));
  int looked = 0;
  for (int i = 0; i < 20; ++i) {
    page(guest());
    const Served fact = last_page();
    if (fact.treatment.arm.empty()) continue;  // the shares add up to a half
    for (size_t k = 0; k < fact.places.size(); ++k)
      CHECK(std::abs(fact.shadows.at(0).odds[k] - fact.places[k].propensity) < 3e-6F);
    ++looked;
  }
  CHECK(looked > 3);
}

TEST_CASE_FIXTURE(Tried, "experiments that overlap, or name recipes that do not run, are refused") {
  REQUIRE(put("summer", file(kNow, kLater)));
  CHECK(put("autumn", file("2020-09-30T00:00:00Z", "2020-12-01T00:00:00Z"))
            .error()
            .what.find("overlaps") != std::string::npos);
  CHECK(put("autumn", file(kLater, "2020-12-01T00:00:00Z")));
  CHECK(put("winter", file("2021-01-01T00:00:00Z", "2021-02-01T00:00:00Z",
                           "name = \"b\"\nrecipe = \"nothing\"\nshare = 0.5\n"))
            .error()
            .what.find("no recipe nothing runs") != std::string::npos);
  std::ofstream(temp / "experiments/summer.toml") << "start = 1\n";
  feed->recipes().refresh();
  CHECK(feed->recipes().refusal().find("summer") != std::string::npos);
  page(guest());
  CHECK(last_page().treatment.experiment == "summer");  // what was right goes on
  REQUIRE(feed->recipes().drop("for_you_b"));           // its arm's viewers get the usual feed
  for (int i = 0; i < 10; ++i) CHECK(page(guest()).recipe.starts_with("for_you-"));
  REQUIRE(feed->recipes().drop_experiment("summer"));
  page(guest());
  CHECK(last_page().treatment.experiment == "");
}

// A viewer who watches to the end exactly as often as is expected of what was given: so the truth
// of the other recipe is what is expected of its own choices, and the estimate must hold it.
TEST_CASE_FIXTURE(Tried, "on the real feed the estimate of another recipe holds the truth") {
  REQUIRE(feed->recipes().put("for_you_flat", with_weight("place_heat", "0.3")));
  REQUIRE(feed->recipes().put("for_you_keen", with_weight("place_heat", "0.05")));
  REQUIRE(put("heat", "start = " + kNow + "\nend = " + kLater +
                          "\nshadow_share = 1.0\n[[arms]]\nname = \"flat\"\n"
                          "recipe = \"for_you_flat\"\nshare = 1.0\n[[arms]]\nname = \"keen\"\n"
                          "recipe = \"for_you_keen\"\nshare = 0.0\n"));
  FactLedger ledger;
  SeededRandom luck(5);
  double truth = 0, places = 0;
  for (int v = 0; v < 250; ++v) {
    const ViewerId viewer = guest();
    for (int i = 0; i < 3; ++i) {
      page(viewer, 2);
      const Served fact = last_page();
      ledger.apply(fact);
      for (size_t k = 0; k < fact.videos.size(); ++k) {
        const bool ends = luck.unit() < static_cast<double>(fact.places[k].expected);
        Watched seen = watched(viewer, fact.videos[k], ends ? 1.0 : 0.1);
        seen.page_id = fact.page_id;
        ledger.apply(seen);
        take(seen);
        truth += static_cast<double>(fact.shadows.at(0).expected[k]);
        ++places;
      }
    }
  }
  const auto experiments = feed->recipes().current()->experiments;
  REQUIRE(experiments.size() == 1);
  const OffPolicyEstimate seen = ledger.read(experiments[0]).arms[1].estimated[0];
  MESSAGE("was " << seen.as_it_was.value << " ips " << seen.ips.value << " [" << seen.ips.low()
                 << ", " << seen.ips.high() << "] dr " << seen.dr.value << " truth "
                 << truth / places << " weight " << seen.weight << " [" << seen.weight_low << ", "
                 << seen.weight_high << "]");
  CHECK(seen.places == static_cast<int64_t>(places));
  // Three spreads, not the 95 % interval: one world is one throw of the dice.
  CHECK(std::abs(seen.weight - 1) < 3 * (seen.weight_high - seen.weight_low) / 3.92);
  for (const Estimate& e : {seen.ips, seen.snips, seen.dr})
    CHECK(std::abs(e.value - truth / places) < 3 * std::sqrt(e.variance));
  CHECK(seen.effective > 50);
}

TEST_SUITE_END();

}  // namespace soleil
