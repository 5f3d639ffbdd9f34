#include "learning/ranker/action_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

constexpr auto kWatch = static_cast<size_t>(Action::watch);
const PerAction kNoKeys = PerAction{};

using Features = std::array<float, kFeatures>;

Features drawn(SeededRandom& random, float spread = 1) {
  Features out;
  for (float& x : out) x = spread * static_cast<float>(random.unit() - 0.5);
  return out;
}

Outcome watched(float satisfaction) {
  Outcome out;
  out.happened[kWatch] = satisfaction;
  return out;
}

// Events whose truth is the sign of one feature; the share told rightly in the last half.
double teach_sign(ActionModel& model, size_t feature, int events, uint64_t seed) {
  SeededRandom random(seed);
  int right = 0;
  for (int i = 0; i < events; ++i) {
    const Features shown = drawn(random);
    const bool truth = shown[feature] > 0;
    right += i >= events / 2 && (model.logits(shown, kNoKeys)[kWatch] > 0) == truth;
    model.learn(shown, kNoKeys, watched(truth));
  }
  return 2.0 * right / events;
}

}  // namespace

TEST_CASE("each feature's weight is learned, products and counters alike") {
  ActionModel model({});
  CHECK(teach_sign(model, 5, 20'000, 1) > 0.9);
  ActionModel other({});
  CHECK(teach_sign(other, kFactors + 3, 20'000, 2) > 0.9);
}

TEST_CASE("a page at once gives what one at a time gives") {
  ActionModel model({});
  teach_sign(model, 7, 5'000, 3);
  SeededRandom random(4);
  Vector viewer;
  for (float& x : viewer) x = static_cast<float>(random.unit() - 0.5);
  const PerAction viewer_keys = PerAction{} + 0.25F;
  const PageMatrix page = model.page(viewer, viewer_keys);
  std::vector<Features> shown(101);
  std::vector<float> rows;
  for (Features& one : shown) {
    one = drawn(random);
    rows.insert(rows.end(), one.begin(), one.end());
  }
  std::vector<PerAction> z(shown.size(), page.base);
  score_rows(rows, page, z);
  for (size_t i = 0; i < shown.size(); ++i) {
    for (size_t f = 0; f < kFactors; ++f) shown[i][f] *= viewer[f];
    const PerAction alone = model.logits(shown[i], viewer_keys);
    for (size_t a = 0; a < kActions; ++a) CHECK(z[i][a] == doctest::Approx(alone[a]).epsilon(1e-4));
  }
}

TEST_CASE("log-odds become probabilities as e^x says") {
  const ActionModel model({});
  for (float z = -30; z < 30; z += 0.37F) {
    const PerAction p = model.calibrated(PerAction{} + z);
    const double truth = 1 / (1 + std::exp(-std::clamp(static_cast<double>(z), -20.0, 20.0)));
    for (size_t a = 0; a < kActions; ++a)
      CHECK(static_cast<double>(p[a]) == doctest::Approx(truth).epsilon(1e-6));
  }
}

TEST_CASE("a key's weights go where its events point, and no further than they may") {
  ActionModel model({});
  KeyWeights keys;
  const Features nothing{};
  for (int i = 0; i < 20'000; ++i)
    keys.step(model.learn(nothing, keys.get(), watched(i % 4 == 0)), model.key_step());
  const PerAction sum = keys.get();
  CHECK(model.calibrated(model.logits(nothing, sum))[kWatch] == doctest::Approx(0.25).epsilon(0.2));
  const PerAction huge = PerAction{} + 1e6F;
  for (int i = 0; i < 5'000; ++i) keys.step(huge, {.rate = 1});
  for (const float weight : keys.by_action) CHECK(std::abs(weight) <= 8);
}

TEST_CASE("outcomes that are no numbers move nothing, absurd ones never out of bounds") {
  ActionModel model({});
  SeededRandom random(9);
  const float extremes[] = {0, -1, 1, 1e30F, -1e30F, INFINITY, -INFINITY, NAN};
  for (int i = 0; i < 20'000; ++i) {
    Outcome outcome;
    for (size_t a = 0; a < kActions; ++a) outcome.happened[a] = extremes[random.below(8)];
    outcome.weight = extremes[random.below(8)];
    const Features shown = drawn(random, 8);
    const PerAction gradient = model.learn(shown, kNoKeys, outcome);
    const PerAction p = model.calibrated(model.logits(shown, kNoKeys));
    for (size_t a = 0; a < kActions; ++a) {
      REQUIRE(std::isfinite(gradient[a]));
      REQUIRE((p[a] >= 0 && p[a] <= 1));
    }
  }
  CHECK(teach_sign(model, 5, 40'000, 6) > 0.7);  // and it still learns
}

}  // namespace soleil

TEST_SUITE_END();
