#include "learning/ranker/ranker.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr auto kWatch = static_cast<size_t>(Action::watch);

Impression impression_of(uint64_t viewer, uint64_t video, uint64_t tag) {
  Impression out;
  out.viewer = mix_key(1, viewer);
  out.item = {mix_key(2, video), mix_key(3, tag)};
  return out;
}

Outcome watched(float satisfaction) {
  Outcome out;
  out.happened[kWatch] = satisfaction;
  return out;
}

RankerSettings quick() {
  RankerSettings out;
  out.step.rate = 0.1F;
  out.step.place_fade = 1e-4F;
  return out;
}

// Viewers with odd numbers enjoy odd tags only; returns the mean log loss of the last half.
double teach_parity(Ranker& ranker, int events, uint64_t seed) {
  SeededRandom random(seed);
  double loss = 0;
  for (int i = 0; i < events; ++i) {
    const uint64_t viewer = random.below(20), video = random.below(60);
    const bool liked = viewer % 2 == video % 2;
    const PerAction p = ranker.learn(impression_of(viewer, video, video % 6), watched(liked));
    if (i >= events / 2)
      loss -= std::log(static_cast<double>(liked ? p[kWatch] : 1 - p[kWatch])) * 2 / events;
  }
  return loss;
}

}  // namespace

TEST_CASE("embeddings hold what a map holds, through growth and expiry") {
  Embeddings rows(7);
  std::map<uint64_t, uint32_t> oracle;  // key -> day of its last use
  SeededRandom random(3);
  for (int i = 0; i < 40'000; ++i) {
    const uint64_t key = mix_key(0, random.below(9'000));
    const auto day = static_cast<uint32_t>(i / 400);
    REQUIRE(rows.meet(key, day) != Embeddings::kNone);
    oracle[key] = day;
    if (i % 7 == 0) {
      const uint64_t gone = mix_key(0, random.below(9'000));
      rows.erase(gone);
      oracle.erase(gone);
    }
    if (i % 10'000 != 9'999) continue;
    rows.expire(day - 20);
    std::erase_if(oracle, [&](const auto& kept) { return kept.second < day - 20; });
  }
  CHECK(rows.size() == oracle.size());
  std::map<uint32_t, int> owners;
  for (uint64_t value = 0; value < 9'000; ++value) {
    const uint64_t key = mix_key(0, value);
    const auto row = rows.find(key);
    CHECK((row != Embeddings::kNone) == oracle.contains(key));
    if (row != Embeddings::kNone) CHECK(++owners[row] == 1);
  }
}

TEST_CASE("a row is allotted when a key was met often enough") {
  Embeddings rows(7, 0.02F, 2);
  CHECK(rows.meet(mix_key(0, 1), 0) == Embeddings::kNone);
  CHECK(rows.size() == 0);
  CHECK(rows.meet(mix_key(0, 1), 0) != Embeddings::kNone);
  CHECK(rows.size() == 1);
}

TEST_CASE("who likes which kind is learned, which no video's own rate could tell") {
  Ranker ranker(1, quick());
  CHECK(teach_parity(ranker, 20'000, 5) < 0.2);
  CHECK(ranker.predict(impression_of(1, 999, 1))[kWatch] > 0.7F);  // a video nobody met
  CHECK(ranker.predict(impression_of(1, 998, 2))[kWatch] < 0.3F);
}

TEST_CASE("what was watched last tells about a viewer whom nobody knows") {
  Ranker ranker(1, quick());
  SeededRandom random(4);
  Impression shown = impression_of(0, 0, 0);
  shown.viewer = 0;
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t past = random.below(10), next = random.below(10);
    shown.history = {mix_key(4, past)};
    shown.item = {mix_key(2, next)};
    ranker.learn(shown, watched(past % 2 == next % 2));
  }
  shown.history = {mix_key(4, 3)};
  shown.item = {mix_key(2, 5)};
  CHECK(ranker.predict(shown)[kWatch] > 0.8F);
  shown.history = {mix_key(4, 4)};
  CHECK(ranker.predict(shown)[kWatch] < 0.2F);
}

TEST_CASE("probabilities are calibrated: of those told 30 %, some 30 % come") {
  Ranker ranker(1, quick());
  SeededRandom random(6);
  double told[5] = {}, came[5] = {}, count[5] = {};
  for (int i = 0; i < 60'000; ++i) {
    const uint64_t video = random.below(10);
    const bool happened = random.unit() < 0.05 + 0.09 * static_cast<double>(video);
    const float p = ranker.learn(impression_of(1, video, 0), watched(happened))[kWatch];
    if (i < 20'000) continue;
    const auto bin = static_cast<size_t>(std::min(p, 0.99F) * 5);
    told[bin] += p;
    came[bin] += happened;
    count[bin] += 1;
  }
  for (size_t bin = 0; bin < 5; ++bin)
    if (count[bin] > 1'000)
      CHECK(told[bin] / count[bin] == doctest::Approx(came[bin] / count[bin]).epsilon(0.1));
}

TEST_CASE("the same events and the same seed give the same numbers; another seed others") {
  Ranker a(1), b(1), c(2);
  for (Ranker* each : {&a, &b, &c}) teach_parity(*each, 3'000, 5);
  bool differs = false;
  for (uint64_t video = 0; video < 60; ++video) {
    const Impression shown = impression_of(3, video, video % 6);
    CHECK(a.predict(shown)[kWatch] == b.predict(shown)[kWatch]);
    differs |= a.predict(shown)[kWatch] != c.predict(shown)[kWatch];
  }
  CHECK(differs);
}

TEST_CASE("absurd inputs never move the ranker out of bounds") {
  Ranker ranker(1, quick());
  SeededRandom random(9);
  const float extremes[] = {0, -1, 1, 1e30F, -1e30F, INFINITY, -INFINITY, NAN};
  for (int i = 0; i < 20'000; ++i) {
    Impression shown = impression_of(random.below(5), random.below(9), random.below(3));
    shown.day = static_cast<uint32_t>(random.next());
    for (float& x : shown.dense) x = extremes[random.below(8)];
    shown.history.assign(random.below(60), mix_key(4, random.below(9)));
    Outcome outcome;
    for (size_t a = 0; a < kActions; ++a) outcome.happened[a] = extremes[random.below(8)];
    outcome.weight = extremes[random.below(8)];
    const PerAction p = ranker.learn(shown, outcome);
    for (size_t a = 0; a < kActions; ++a) REQUIRE((p[a] >= 0 && p[a] <= 1));
  }
  teach_parity(ranker, 20'000, 5);
  CHECK(teach_parity(ranker, 20'000, 6) < 0.6);  // and it still learns
}

}  // namespace soleil

TEST_SUITE_END();
