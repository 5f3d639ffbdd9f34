#include "learning/taste_model.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr int64_t kNowMs = 1'700'000'000'000;

// A small world without I/O: videos by number, facts by helpers.
struct Bench {
  TasteModel model;
  int facts = 0;
  int64_t now_ms = kNowMs;

  static VideoId id(uint64_t n) { return VideoId{n + 1'000}; }
  void video(uint64_t n, std::vector<std::string> tags, uint64_t author, int64_t ms = 10'000) {
    Video v;
    v.id = id(n);
    v.author = AccountId{author};
    v.tags = std::move(tags);
    v.language = "en";
    v.state = VideoState::published;
    v.duration_ms = ms;
    model.put_video(v);
  }
  FactHead head(uint64_t viewer, uint64_t n) {
    now_ms += 1'000;
    return {"fact-" + std::to_string(facts++), ViewerId{viewer}, id(n), now_ms, now_ms};
  }
  void watch(uint64_t viewer, uint64_t n, double share, int64_t ms = 10'000) {
    Watched w;
    w.head = head(viewer, n);
    w.duration_ms = ms;
    w.watch_ms = static_cast<int64_t>(share * static_cast<double>(ms));
    w.skipped = w.watch_ms < 2'000;
    model.apply(w);
  }
  Prediction predict(uint64_t viewer, uint64_t n) {
    const VideoId one[] = {id(n)};
    return model.predict(ViewerId{viewer}, one)[0];
  }
  Knowledge::Exposures exposures(uint64_t n) {
    const VideoId one[] = {id(n)};
    return model.exposures(one)[0];
  }
  float expected(uint64_t viewer, uint64_t n) { return predict(viewer, n).expected_watch(); }
};

bool is_sound(const Prediction& p) {
  for (const float part : p.watch)
    if (!std::isfinite(part) || std::abs(part) > 10) return false;
  for (const float chance : {p.like, p.share, p.skip, p.not_interested})
    if (!(chance >= 0 && chance <= 1)) return false;
  return p.unknown >= 0 && p.unknown <= 1;
}

}  // namespace

TEST_CASE("watch time teaches: the watched tag rises above the skipped one") {
  Bench b;
  for (uint64_t n = 0; n < 20; ++n) b.video(n, {n % 2 ? "surf" : "chess"}, 100 + n);
  for (uint64_t n = 0; n < 10; ++n) b.watch(7, n, n % 2 ? 1.0 : 0.1);
  CHECK(b.expected(7, 11) > b.expected(7, 12) + 0.3F);
  CHECK(b.predict(7, 11).like > b.predict(7, 12).like);
  CHECK(b.predict(7, 11).skip < b.predict(7, 12).skip);
  CHECK(b.model.taste(ViewerId{7}).tags.at(0).what == "surf");
  CHECK(b.expected(8, 11) == doctest::Approx(b.expected(8, 12)).epsilon(0.2));
}

TEST_CASE("what tags do not say is learned from who watches") {
  Bench b;
  for (uint64_t n = 0; n < 20; ++n) b.video(n, {n % 2 ? "surf" : "chess"}, 100 + n);
  b.video(50, {}, 200);  // a surf video without tags
  b.video(51, {}, 201);  // a chess video without tags
  for (uint64_t viewer = 1; viewer <= 10; ++viewer) {
    const bool surfer = viewer % 2;
    for (uint64_t n = 0; n < 8; ++n) b.watch(viewer, n, (n % 2 == 1) == surfer ? 1.0 : 0.1);
    b.watch(viewer, 50, surfer ? 1.0 : 0.1);
    b.watch(viewer, 51, surfer ? 0.1 : 1.0);
  }
  for (uint64_t n = 0; n < 8; ++n) b.watch(77, n, n % 2 ? 1.0 : 0.1);
  CHECK(b.expected(77, 50) > b.expected(77, 51) + 0.15F);
  const auto near = b.model.similar(Bench::id(50), 5);
  REQUIRE_FALSE(near.empty());
  CHECK((near[0].video.value - 1'000) % 2 == 1);
}

TEST_CASE("neither long nor short videos win by their length") {
  Satisfaction satisfaction;
  SeededRandom random(3);
  // People watch 80 % of short ones and 30 % of long ones, give or take.
  for (int i = 0; i < 3'000; ++i) {
    satisfaction.learn(static_cast<int64_t>((0.6 + 0.4 * random.unit()) * 8'000), 8'000);
    satisfaction.learn(static_cast<int64_t>((0.1 + 0.4 * random.unit()) * 120'000), 120'000);
  }
  const float short_median = satisfaction.of(6'400, 8'000);
  const float long_median = satisfaction.of(36'000, 120'000);
  CHECK(short_median == doctest::Approx(long_median).epsilon(0.1));
  CHECK(satisfaction.of(58'000, 120'000) > satisfaction.of(5'000, 8'000));
}

TEST_CASE("\"not interested\" hides and teaches, and can be undone") {
  Bench b;
  for (uint64_t n = 0; n < 6; ++n) b.video(n, {"surf"}, 100 + n % 2);
  const float before = b.expected(7, 2);
  b.model.apply(NotInterested{b.head(7, 0)});
  CHECK(b.expected(7, 2) < before - 0.2F);
  REQUIRE(b.model.taste(ViewerId{7}).hidden.size() == 1);
  CHECK(b.model.taste(ViewerId{7}).hidden[0].author == AccountId{100});
  b.model.apply(NotInterestedUndone{b.head(7, 0)});
  CHECK(b.model.taste(ViewerId{7}).hidden.empty());
  CHECK(b.expected(7, 2) == doctest::Approx(before).epsilon(0.15));
}

TEST_CASE("a reset viewer is a new viewer who still gets no repeats") {
  Bench b;
  for (uint64_t n = 0; n < 20; ++n) b.video(n, {n % 2 ? "surf" : "chess"}, 100 + n);
  for (uint64_t n = 0; n < 10; ++n) b.watch(7, n, n % 2 ? 1.0 : 0.1);
  b.model.apply(TasteReset{b.head(7, 0)});
  for (uint64_t n = 10; n < 20; ++n) CHECK(b.predict(7, n).watch == b.predict(999, n).watch);
  CHECK(b.model.taste(ViewerId{7}).tags.empty());
  CHECK(b.model.taste(ViewerId{7}).seen.contains(Bench::id(3)));
}

TEST_CASE("the same facts in the same order give the same model") {
  Bench a, b;
  for (Bench* each : {&a, &b}) {
    for (uint64_t n = 0; n < 30; ++n) each->video(n, {n % 3 ? "surf" : "chess"}, 100 + n);
    SeededRandom random(5);
    for (int i = 0; i < 500; ++i) each->watch(random.below(9), random.below(30), random.unit());
  }
  for (uint64_t viewer = 0; viewer < 9; ++viewer)
    for (uint64_t n = 0; n < 30; ++n)
      CHECK(a.predict(viewer, n).watch == b.predict(viewer, n).watch);
}

TEST_CASE("absurd facts never move the model out of bounds") {
  Bench b;
  for (uint64_t n = 0; n < 10; ++n) b.video(n, {"t" + std::to_string(n % 3)}, 100 + n % 4);
  SeededRandom random(9);
  const int64_t extremes[] = {INT64_MIN,        -1, 0, 1, 1'000'000'000, INT64_MAX,
                              4'102'444'800'000};  // the year 2100
  for (int i = 0; i < 5'000; ++i) {
    Watched w;
    w.head = b.head(random.below(5), random.below(12));
    w.head.at_ms = extremes[random.below(7)];
    w.watch_ms = extremes[random.below(7)];
    w.duration_ms = extremes[random.below(7)];
    w.loops = -5;
    b.model.apply(w);
    b.model.apply(Liked{b.head(random.below(5), random.below(12))});
    b.model.apply(NotInterested{b.head(random.below(5), random.below(12))});
  }
  for (uint64_t viewer = 0; viewer < 5; ++viewer)
    for (uint64_t n = 0; n < 12; ++n) CHECK(is_sound(b.predict(viewer, n)));
}

TEST_CASE("exposures count what was met in For You, and what is on its way") {
  Bench b;
  b.video(1, {}, 100);
  Served page{b.head(7, 0), "p", {Bench::id(1)}, Surface::for_you, "for_you-1"};
  b.model.apply(page);
  CHECK(b.exposures(1).on_the_way == doctest::Approx(1));
  CHECK(b.exposures(1).met == 0);
  b.watch(7, 1, 1.0);
  CHECK(b.exposures(1).met == 1);
  CHECK(b.exposures(1).on_the_way == doctest::Approx(0).epsilon(0.02));
}

TEST_CASE("popularity fades: what was loved long ago gives way") {
  Bench b;
  b.video(1, {}, 100);
  b.video(2, {}, 101);
  for (uint64_t viewer = 1; viewer <= 8; ++viewer) b.watch(viewer, 1, 1.0);
  CHECK(b.model.popular("", 5).at(0) == Bench::id(1));
  b.now_ms += int64_t{20} * 86'400'000;
  for (uint64_t viewer = 1; viewer <= 2; ++viewer) b.watch(viewer, 2, 1.0);
  CHECK(b.model.popular("en", 5).at(0) == Bench::id(2));
  CHECK(b.model.popular("fr", 5).empty());
}

}  // namespace soleil

TEST_SUITE_END();
