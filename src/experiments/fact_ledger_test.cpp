// Experiments as facts tell them.
#include "experiments/fact_ledger.h"

#include <doctest/doctest.h>

#include "base/clock.h"
#include "experiments/experiment_book.h"
#include "platform/queue/adapters.h"

TEST_SUITE_BEGIN("experiments");

namespace soleil {
namespace {

constexpr int64_t kDayMs = 86'400'000;

struct Told {
  FactLedger ledger;
  int64_t now_ms = 20'000 * kDayMs;
  int made = 0;
  Experiment experiment{"summer", "summer",  "long_view_rate",
                        0,        INT64_MAX, {{"a", "for_you", 0.5}, {"b", "for_you_b", 0.5}}};

  FactHead head(uint64_t viewer, uint64_t video) {
    return {"fact-" + std::to_string(++made), ViewerId{viewer}, VideoId{video}, now_ms, now_ms};
  }
  Served page(uint64_t viewer, const std::string& arm) {
    Served fact;
    fact.head = head(viewer, 0);
    fact.page_id = "page-" + std::to_string(made);
    fact.videos = {VideoId{1}, VideoId{2}};
    fact.places = {{0.5F, false, 0.5F}, {0.25F, true, 0.4F}};
    fact.treatment = {arm.empty() ? "" : "summer", arm};
    if (!arm.empty()) fact.shadows = {{arm == "a" ? "b" : "a", {0.25F, 0.5F}, {0.6F, 0.6F}}};
    return fact;
  }
  Watched watched(const Served& page, uint64_t video, int64_t watch_ms,
                  int64_t duration_ms = 10'000) {
    Watched fact;
    fact.head = head(page.head.viewer.value, video);
    fact.page_id = page.page_id;
    fact.watch_ms = watch_ms;
    fact.duration_ms = duration_ms;
    fact.skipped = watch_ms < 2'000;
    return fact;
  }
  double value(const char* metric, size_t arm) const {
    const TrialReading reading = ledger.read(experiment);
    for (size_t m = 0; m < kMetrics; ++m)
      if (metrics_of_arms()[m].name == metric) return reading.arms[arm].metrics[m].value;
    return -1;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Told, "each metric, worked by hand") {
  Served first = page(7, "a");
  ledger.apply(first);
  ledger.apply(watched(first, 1, 10'000));          // long, completed
  ledger.apply(watched(first, 2, 18'000, 60'000));  // long, not completed
  ledger.apply(Liked{head(7, 1)});
  now_ms += kSessionGapMs + 1;
  Served second = page(7, "a");
  ledger.apply(second);
  const Watched skipped = watched(second, 1, 1'000);
  ledger.apply(skipped);
  ledger.apply(skipped);  // twice in the log
  ledger.apply(NotInterested{head(7, 1)});
  Served other = page(8, "a");
  ledger.apply(other);
  ledger.apply(watched(other, 2, 9'000));
  now_ms += kDayMs;
  ledger.apply(page(8, "a"));
  CHECK(value("long_view_rate", 0) == doctest::Approx(2.0 / 4));
  CHECK(value("completion_rate", 0) == doctest::Approx(1.0 / 4));
  CHECK(value("watch_s_page", 0) == doctest::Approx(38.0 / 4));
  CHECK(value("watch_s_session", 0) == doctest::Approx(38.0 / 4));
  CHECK(value("like_rate", 0) == doctest::Approx(1.0 / 4));
  CHECK(value("skip_rate", 0) == doctest::Approx(1.0 / 4));
  CHECK(value("not_interested_rate", 0) == doctest::Approx(1.0 / 4));
  CHECK(value("return_rate", 0) == doctest::Approx(1.0 / 2));
  CHECK(ledger.read(experiment).arms[0].viewers == 2);
  CHECK(ledger.read(experiment).arms[1].viewers == 0);
}

TEST_CASE_FIXTURE(Told, "pages of no experiment, other surfaces and older facts count in no arm") {
  const Served none = page(7, "");
  ledger.apply(none);
  ledger.apply(watched(none, 1, 10'000));
  Served topic = page(8, "a");
  topic.surface = Surface::topic;
  ledger.apply(topic);
  Served old = page(9, "a");
  old.places.clear();
  ledger.apply(old);
  for (const ArmReading& arm : ledger.read(experiment).arms) CHECK(arm.viewers == 0);
  CHECK(ledger.exploration().ranked == 1);
}

TEST_CASE_FIXTURE(Told, "what happens while a viewer has paused learning counts in no arm") {
  Served given = page(7, "a");
  given.head.paused = true;
  ledger.apply(given);
  Watched seen = watched(given, 1, 10'000);
  seen.head.paused = true;
  ledger.apply(seen);
  CHECK(ledger.read(experiment).arms[0].viewers == 0);
  CHECK(ledger.exploration().ranked == 0);
}

TEST_CASE_FIXTURE(Told, "a viewer seen in two arms is left out and counted") {
  ledger.apply(page(7, "a"));
  ledger.apply(page(7, "b"));
  ledger.apply(page(8, "b"));
  const TrialReading reading = ledger.read(experiment);
  CHECK(reading.mixed == 1);
  CHECK(reading.arms[0].viewers == 0);
  CHECK(reading.arms[1].viewers == 1);
}

TEST_CASE_FIXTURE(Told,
                  "the other arm's choices are weighed by odds over propensity, once a place") {
  const Served given = page(7, "a");
  ledger.apply(given);
  ledger.apply(watched(given, 1, 10'000));  // weight 0.25 / 0.5, reward 1
  ledger.apply(watched(given, 1, 10'000));  // scrolled back: no second place
  ledger.apply(watched(given, 2, 1'000));   // weight 0.5 / 0.25, reward 0
  const TrialReading reading = ledger.read(experiment);
  const OffPolicyEstimate& b = reading.arms[1].estimated[0];
  CHECK(b.places == 2);
  CHECK(b.as_it_was.value == 0);  // one viewer: no estimate yet
  const Served more = page(8, "a");
  ledger.apply(more);
  ledger.apply(watched(more, 1, 10'000));
  ledger.apply(watched(more, 2, 10'000));
  const OffPolicyEstimate two = ledger.read(experiment).arms[1].estimated[0];
  CHECK(two.as_it_was.value == doctest::Approx(3.0 / 4));
  CHECK(two.ips.value == doctest::Approx((0.5 + 0.5 + 2) / 4));
  CHECK(two.snips.value == doctest::Approx((0.5 + 0.5 + 2) / 5));
  CHECK(two.weight == doctest::Approx(5.0 / 4));
  const ExplorationReading exploration = ledger.exploration();
  CHECK(exploration.explored == 2);
  CHECK(exploration.at_explored[0] == doctest::Approx(0.5));
  CHECK(exploration.lost[0] == doctest::Approx(0.5 * (1.0 - 0.5)));
}

TEST_CASE_FIXTURE(Told, "the book reads the log, and what is added to it") {
  const auto facts = make_memory_fact_log({});
  ManualClock clock;
  Log log(clock, Level::error);
  REQUIRE(facts->append(kWatchTopic, encode_fact(page(7, "a"))));
  REQUIRE(facts->append(kWatchTopic, "{ not a fact"));
  ExperimentBook book(*facts, log);
  CHECK(*book.step());
  CHECK_FALSE(*book.step());
  CHECK(book.caught_up());
  REQUIRE(facts->append(kWatchTopic, encode_fact(page(8, "b"))));
  CHECK(*book.step());
  CHECK(book.read(experiment).arms[1].viewers == 1);
  CHECK(book.trials() == std::vector<std::string>{"summer"});
}

TEST_SUITE_END();

}  // namespace soleil
