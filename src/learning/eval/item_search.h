// ItemSearch: finds the settings of the item models (learning/items) by what a goal says of their
// rankings, and keeps the best fit of each. Blocking; uses all cores; deterministic while in time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "learning/eval/climb.h"
#include "learning/eval/item_models.h"
#include "learning/eval/progress.h"
#include "learning/eval/time_plan.h"

namespace soleil::eval {

class ItemSearch {
 public:
  using Goal = std::function<double(const Component&)>;  // more is better
  ItemSearch(size_t videos, Goal goal, Progress& progress, TimePlan& time)
      : videos_(videos), goal_(std::move(goal)), progress_(progress), time_(time) {}

  // Each sets one model and its settings; `until`: the share of the time by which it should end.
  struct Found {
    ItemModels& models;
    ItemSettings& settings;
  };
  void ridge(const VideoLists& lists, const History& history, double until, Found out) const;
  void cosine(const VideoLists& lists, const History& history, double until, Found out) const;
  void spectral(const VideoLists& lists, const History& history, uint64_t seed, double until,
                Found out) const;
  void viewers(const VideoLists& lists, const History& history, double until, Found out) const;
  void factors(const VideoLists& lists, uint64_t seed, double until, Found out) const;

  // A ridge model from `start` on; plan becomes what was used.
  struct Ridge {
    std::shared_ptr<ItemWeights> weights;
    RidgeSettings settings;
  };
  Ridge ridge(const char* step, const VideoLists& lists, const History& history, RidgePlan& plan,
              const RidgeSettings& start, double until) const;

  // climb() with a bar, and an end when the time is over. better(at) is called for each that is
  // better than all before; the first try always is.
  using Settings = std::vector<double>;
  void search(const char* step, const std::vector<Setting>& settings, size_t tries, int halvings,
              double until, const std::function<double(const Settings&)>& measure,
              const std::function<void(const Settings&)>& better) const;

 private:
  Ridge local_ridge(const char* step, const VideoLists& lists, const History& history,
                    RidgePlan& plan, double until) const;
  double goal_of(const ItemWeights& weights, const History& history) const;

  const size_t videos_;
  const Goal goal_;
  Progress& progress_;
  TimePlan& time_;
};

}  // namespace soleil::eval
