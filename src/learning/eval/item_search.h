// ItemSearch: finds the settings of the item models (learning/items) by what a goal says of their
// rankings, and keeps the best fit of each. Blocking; uses all cores; deterministic.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "learning/eval/candidate_pool.h"
#include "learning/eval/climb.h"
#include "learning/eval/progress.h"
#include "learning/items/cosine_filter.h"
#include "learning/items/ridge_plan.h"
#include "learning/items/spectral_filter.h"
#include "learning/items/viewer_neighbours.h"

namespace soleil::eval {

// What a question's viewer has watched, and how much each of it counts.
using History = std::function<std::vector<Watch>(uint32_t question)>;

Component by_weights(std::string name, std::shared_ptr<const ItemWeights> weights, History history);
Component by_spectrum(std::shared_ptr<const SpectralFilter> filter, size_t rank, double out,
                      History history);
Component by_viewers(std::shared_ptr<const ViewerNeighbours> viewers, History history);

template <class Model, class Settings>
struct Fitted {
  std::shared_ptr<Model> model;
  Settings settings;
};

struct SpectralChoice {
  SpectralSettings fit;
  size_t rank = 0;
  double out = 0;
};

class ItemSearch {
 public:
  using Goal = std::function<double(const Component&)>;  // more is better
  ItemSearch(size_t videos, Goal goal, Progress& progress)
      : videos_(videos), goal_(std::move(goal)), progress_(progress) {}

  Fitted<ItemWeights, RidgeSettings> ridge(const char* step, const VideoLists& lists,
                                           const History& history, const RidgePlan& plan,
                                           const RidgeSettings& start) const;
  Fitted<ItemWeights, CosineSettings> cosine(const VideoLists& lists, const History& history) const;
  Fitted<ViewerNeighbours, ViewerNeighbourSettings> viewers(const VideoLists& lists,
                                                            const History& history) const;
  Fitted<SpectralFilter, SpectralChoice> spectral(const VideoLists& lists, const History& history,
                                                  uint64_t seed) const;
  void note(const char* step, double goal) const;

 private:
  Fitted<ItemWeights, RidgeSettings> local_ridge(const char* step, const VideoLists& lists,
                                                 const History& history,
                                                 const RidgePlan& plan) const;
  double goal_of(const ItemWeights& weights, const History& history) const;

  const size_t videos_;
  const Goal goal_;
  Progress& progress_;
};

}  // namespace soleil::eval
