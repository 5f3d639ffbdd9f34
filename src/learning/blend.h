// Blend: how much each part counts towards the expected satisfaction. Learned by event from the
// parts' own errors, within [0, kWeightMax]; the base always counts once. Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "model/knowledge.h"

namespace soleil {

class Blend {
 public:
  using Parts = std::array<float, kParts>;

  Parts weigh(Parts parts) const {
    for (size_t i = 0; i < kParts; ++i) parts[i] *= weights_[i];
    return parts;
  }
  // parts as they came in, what was expected of them, and what happened.
  void learn(const Parts& parts, float expected, float satisfaction) {
    const float error = std::clamp(satisfaction - expected, -1.0F, 1.0F);
    for (size_t i = 1; i < kParts; ++i) {
      const float next = weights_[i] + kRate * error * parts[i];
      if (std::isfinite(next)) weights_[i] = std::clamp(next, 0.0F, kWeightMax);
    }
  }
  const Parts& weights() const { return weights_; }

 private:
  static constexpr float kRate = 0.04F, kWeightMax = 2.5F;
  // base, quality, tags, author, sound, language, length, match, co_watch
  Parts weights_{1, 1, 1, 0.6F, 0.4F, 0.5F, 0.3F, 0.8F, 0.6F};
};

}  // namespace soleil
