// Transitions: which video follows which. Weight of i for j = sum over the places where j came d
// steps after i (d <= kStepsMax) of d^-fade, over followed_i^in * followed_j^out, the strongest
// for each j. Blocking; uses all cores.
#pragma once

#include <span>
#include <vector>

#include "learning/items/item_weights.h"

namespace soleil {

struct TransitionSettings {
  double fade = 1, in = 0.5, out = 0.5;
  size_t neighbours = 500;
};

inline constexpr size_t kStepsMax = 10;

// sequences: videos in the order in which each viewer watched them.
ItemWeights fit_transitions(const std::vector<std::vector<uint32_t>>& sequences, size_t videos,
                            const TransitionSettings& settings);

}  // namespace soleil
