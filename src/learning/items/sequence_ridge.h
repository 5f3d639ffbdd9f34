// SequenceRidge: ridge regression of the next video on the faded past (the transition part of
// SLIST, Choi et al., WWW 2021): every place of every sequence is one equation, in which a video
// watched n steps before the last counts (n + 1)^-fade, the last kPastMax only. Exact: memory
// 3 * 4 * videos^2 bytes, time 4 * videos^3. Blocking. Empty when not definite.
#pragma once

#include <vector>

#include "learning/items/item_weights.h"
#include "learning/items/ridge_model.h"

namespace soleil {

inline constexpr size_t kPastMax = 20;

struct SequenceRidgeSettings {
  RidgePenalty penalty;
  double fade = 0.7;
};

ItemWeights fit_sequence_ridge(const std::vector<std::vector<uint32_t>>& sequences, size_t videos,
                               const SequenceRidgeSettings& settings);

}  // namespace soleil
