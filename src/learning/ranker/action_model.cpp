#include "learning/ranker/action_model.h"

#include <algorithm>
#include <cmath>

#include "learning/ranker/lanes.h"

namespace soleil {
namespace {

constexpr size_t kCheckEvery = 4'096;
constexpr float kRanAway = 3;  // times the last good mean error
constexpr float kLogitMax = 20, kWeightMax = 8;
constexpr float kPlattRate = 1e-3F;
constexpr float kFirstSquares = 1e-2F;

PerAction root(const PerAction& x) {
  return _mm256_sqrt_ps(x);
}

bool is_finite(const PerAction& x) {
  return sum_of(x - x) == 0;  // inf - inf and nan - nan are no numbers
}

PerAction stepped(const PerAction& at, float& squares, const PerAction& gradient,
                  const StepSize& size) {
  const PerAction pull = gradient + size.weight_fade * at;
  squares += sum_of(pull * pull);
  return clip(at - (size.rate / std::sqrt(squares)) * pull, kWeightMax);
}

PerAction chances(const PerAction& z) {
  return 1 / (1 + exp_of(-clip(z, kLogitMax)));
}

}  // namespace

void KeyWeights::step(const PerAction& gradient, const StepSize& size) {
  _mm256_storeu_ps(by_action.data(), stepped(get(), squares, gradient, size));
}

PerAction HalfKeyWeights::get() const {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(by_action.data())));
}

void HalfKeyWeights::step(const PerAction& gradient, const StepSize& size, float& squares) {
  const PerAction next = stepped(get(), squares, gradient, size);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(by_action.data()),
                   _mm256_cvtps_ph(next, _MM_FROUND_TO_NEAREST_INT));
}

ActionModel::ActionModel(const ActionSettings& settings) : settings_(settings) {
  shared_.bias = settings.bias;
  shared_.weights = settings.weights;
  shared_.bias_squares += kFirstSquares;
  for (PerAction& squares : shared_.squares) squares += kFirstSquares;
  shared_.platt_scale += 1;
  good_ = shared_;
}

PerAction ActionModel::logits(Features features, const PerAction& keys) const {
  PerAction z = shared_.bias + keys;
  for (size_t f = 0; f < kFeatures; ++f) z += features[f] * shared_.weights[f];
  return z;
}

PerAction ActionModel::Numbers::calibrated(const PerAction& z) const {
  return chances(platt_scale * clip(z, kLogitMax) + platt_shift);
}

PageMatrix ActionModel::Numbers::page(const Vector& viewer, const PerAction& keys) const {
  PageMatrix out{bias + keys, weights};
  for (size_t f = 0; f < kFactors; ++f) out.columns[f] *= viewer[f];
  return out;
}

PerAction ActionModel::learn(Features features, const PerAction& keys, const Outcome& outcome) {
  const PerAction z = clip(logits(features, keys), kLogitMax);
  const PerAction p = chances(z), told = calibrated(z);
  const float weight = std::isfinite(outcome.weight) ? std::clamp(outcome.weight, 0.0F, 10.0F) : 0;
  const auto known =
      outcome.happened >= 0 && outcome.happened <= 1;  // else not known, or no number
  const PerAction error = known ? (p - outcome.happened) * settings_.task : PerAction{};
  const PerAction miss = known ? told - outcome.happened : PerAction{};
  if (!is_finite(error) || !is_finite(miss)) return PerAction{};
  step(features, error * weight);
  step_platt(z, miss * weight);
  check(sum_of(error * error));
  return error * weight;
}

void ActionModel::step(Features features, const PerAction& error) {
  const auto descend = [&](PerAction& at, PerAction& squares, const PerAction& gradient) {
    squares += gradient * gradient;
    at = clip(at - settings_.rate * gradient / root(squares), kWeightMax);
  };
  descend(shared_.bias, shared_.bias_squares, error);
  for (size_t f = 0; f < kFeatures; ++f)
    if (const float x = features[f]; x != 0)
      descend(shared_.weights[f], shared_.squares[f], error * x);
}

void ActionModel::step_platt(const PerAction& z, const PerAction& miss) {
  shared_.platt_scale = clip(shared_.platt_scale - kPlattRate * 0.1F * miss * z, all(0.2F), all(3));
  shared_.platt_shift = clip(shared_.platt_shift - kPlattRate * miss, 4);
}

void ActionModel::check(float loss) {
  loss_ += loss;
  if (++learned_ % kCheckEvery) return;
  const float mean = loss_ / kCheckEvery;
  loss_ = 0;
  bool sound = std::isfinite(mean) && mean <= kRanAway * good_loss_ + 0.5F;
  sound &= is_finite(shared_.bias) && is_finite(shared_.platt_scale);
  for (const PerAction& weights : shared_.weights) sound &= is_finite(weights);
  if (sound) {
    good_ = shared_;
    good_loss_ = mean;
  } else {
    shared_ = good_;
    ++rollbacks_;
  }
}

}  // namespace soleil
