// RidgeModel: a closed-form item model. For each video, the ridge regression of "watched it" on all
// other videos watched (EASE, Steck, WWW 2019), with the penalty growing with a video's viewers
// (EDLAE, Steck, NeurIPS 2020) and heavy viewers counting less. Small catalogues are solved exactly
// (n^3); in large ones each video is regressed on its nearest neighbours only (n * neighbours^3),
// which is the same model with all other weights zero. Deterministic. Blocking; uses all cores.
#pragma once

#include <span>
#include <vector>

#include "learning/items/co_counts.h"
#include "learning/items/item_weights.h"
#include "learning/items/video_lists.h"

namespace soleil {

// penalty of video i = strength * mean^(1 - growth) * watched_i^growth, where mean is that of
// watched_i over the videos: growth 0 is EASE, 1 is a pure dropout.
struct RidgePenalty {
  double strength = 3, growth = 0.5;
};

struct RidgeSettings {
  RidgePenalty penalty;
  double viewer_exponent = 0;  // 0: all viewers count the same
};

// Exact: memory 3 * 4 * videos^2 bytes. Empty when the matrix is not definite (strength too small).
ItemWeights fit_ridge(const VideoLists& signal, const VideoLists& target, size_t videos,
                      const RidgeSettings& settings);

// By neighbours: one model for each penalty, for the price of little more than one.
std::vector<ItemWeights> fit_local_ridge(const VideoLists& lists, size_t videos,
                                         double viewer_exponent, size_t neighbours,
                                         std::span<const RidgePenalty> penalties);

// The penalty of each video.
std::vector<float> ridge_penalties(const std::vector<float>& watched, const RidgePenalty& penalty);

// What the exact model would take, to decide between the two.
double ridge_seconds(size_t videos);  // on two cores of 2020

}  // namespace soleil
