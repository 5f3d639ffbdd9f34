// ItemModels: the models that know nothing of order (learning/items), which the protocols
// catalogue and next share: their settings, the models fitted by them, and as components.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "learning/eval/candidate_pool.h"
#include "learning/items/alternating_factors.h"
#include "learning/items/cosine_filter.h"
#include "learning/items/ridge_plan.h"
#include "learning/items/spectral_filter.h"
#include "learning/items/viewer_neighbours.h"

namespace soleil::eval {

// What a question's viewer has watched, and how much each of it counts.
using History = std::function<std::vector<Watch>(uint32_t question)>;

Component by_weights(std::string name, std::shared_ptr<const ItemWeights> weights, History history);
Component by_spectrum(std::shared_ptr<const SpectralFilter> filter, const SpectralShape& shape,
                      History history);
Component by_viewers(std::shared_ptr<const ViewerNeighbours> viewers, History history);
Component by_factors(std::shared_ptr<const AlternatingFactors> factors);

struct SpectralChoice {
  SpectralSettings fit;
  SpectralShape shape;
};

struct ItemSettings {
  RidgePlan plan;
  RidgeSettings ridge;
  CosineSettings cosine;
  SpectralChoice spectral;
  ViewerNeighbourSettings viewers;
  FactorSettings factors;  // of the catalogue protocol alone: a viewer's vector knows no order
  json::object describe() const;
};

struct ItemModels {
  std::shared_ptr<ItemWeights> ridge, cosine;
  std::shared_ptr<SpectralFilter> spectral;
  std::shared_ptr<ViewerNeighbours> viewers;
  std::shared_ptr<AlternatingFactors> factors;  // null where there are none

  // wanted(name): whether the component takes part; the others are not fitted.
  using Wanted = std::function<bool(const std::string& name)>;
  static ItemModels fitted(const VideoLists& lists, size_t videos, const ItemSettings& settings,
                           const Wanted& wanted);
  // Those that there are.
  void add_to(std::vector<Component>& components, const ItemSettings& settings,
              const History& history) const;
};

}  // namespace soleil::eval
