// RidgePlan: which ridge model a catalogue gets, by its size alone: exact, or by neighbours.
#pragma once

#include <memory>

#include "learning/items/ridge_model.h"

namespace soleil {

struct RidgePlan {
  bool exact = true;
  size_t neighbours = 0;       // when not exact
  size_t neighbours_less = 0;  // the same, in a twentieth of the time
  size_t tries = 0;            // fits that a search for settings may take, when exact
};

// share: how much of the usual time there is. Above exact_seconds_max for one exact fit
// (ridge_seconds): by neighbours.
RidgePlan ridge_plan(size_t videos, double share = 1, double exact_seconds_max = 25);

// As planned. Never null; without videos when the matrix is not definite.
std::shared_ptr<ItemWeights> fit_ridge_as(const RidgePlan& plan, const VideoLists& lists,
                                          size_t videos, const RidgeSettings& settings);

}  // namespace soleil
