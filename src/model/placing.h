// How much a viewing teaches, by how it came about. What is learned from what a feed chose repeats
// that feed's choices; viewings at exploration places, weighed by the inverse of their propensity,
// are as if places had been given by lot (Schnabel et al., Recommendations as Treatments, 2016).
#pragma once

#include <algorithm>

#include "model/fact.h"

namespace soleil {

inline constexpr float kImpressionWeightMax = 5;  // clipped: rare draws would drown the rest

inline float impression_weight(const Placing& placing) {
  if (!placing.explored || !(placing.propensity > 0)) return 1;
  return std::min(kImpressionWeightMax, 1 / placing.propensity);
}

}  // namespace soleil
