#include "learning/action_model.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr float kRate = 0.02F;
constexpr float kWeightMax = 8;
constexpr float kDoubt = 20;  // meetings' worth of trust in the ordinary rate

float log_odds(float p) {
  p = std::clamp(p, 0.0005F, 0.9995F);
  return std::log(p / (1 - p));
}

}  // namespace

ActionModel::ActionModel(float ordinary_rate, float satisfaction_weight)
    : ordinary_rate_(ordinary_rate), weights_{log_odds(ordinary_rate), satisfaction_weight, 1} {}

std::array<float, 3> ActionModel::inputs(float expected_watch, float taken, float meetings) const {
  const float rate = (taken + kDoubt * ordinary_rate_) / (meetings + kDoubt);
  return {1, std::clamp(expected_watch, -0.5F, 1.5F) - 0.5F,
          std::clamp(log_odds(rate) - log_odds(ordinary_rate_), -3.0F, 3.0F)};
}

float ActionModel::predict(float expected_watch, float taken, float meetings) const {
  const auto x = inputs(expected_watch, taken, meetings);
  float sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += weights_[i] * x[i];
  return 1 / (1 + std::exp(-std::clamp(sum, -20.0F, 20.0F)));
}

void ActionModel::step(const std::array<float, 3>& inputs, float gradient) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const float next = weights_[i] + kRate * gradient * inputs[i];
    if (std::isfinite(next)) weights_[i] = std::clamp(next, -kWeightMax, kWeightMax);
  }
}

void ActionModel::absent(float expected_watch, float taken, float meetings) {
  step(inputs(expected_watch, taken, meetings), -predict(expected_watch, taken, meetings));
}

void ActionModel::happened(float expected_watch, float taken, float meetings) {
  step(inputs(expected_watch, taken, meetings), 1);  // (1 - p), and p for the absence it was
}

}  // namespace soleil
