// ActionModel: the probability of one action (like, share, skip, "not interested") from the
// expected satisfaction and how often the video drew it so far. A logistic regression of three
// weights learned by event. An action that comes later than its viewing is first counted as absent
// and made good when it comes, so that the probabilities stay calibrated. Weights are clamped.
#pragma once

#include <array>

namespace soleil {

class ActionModel {
 public:
  ActionModel(float ordinary_rate, float satisfaction_weight);
  float predict(float expected_watch, float taken, float meetings) const;
  void absent(float expected_watch, float taken, float meetings);    // a viewing without it (yet)
  void happened(float expected_watch, float taken, float meetings);  // it came after all

 private:
  std::array<float, 3> inputs(float expected_watch, float taken, float meetings) const;
  void step(const std::array<float, 3>& inputs, float gradient);
  const float ordinary_rate_;
  std::array<float, 3> weights_;
};

}  // namespace soleil
