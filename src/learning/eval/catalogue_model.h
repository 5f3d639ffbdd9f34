// CatalogueModel: the models for full ranking, their settings found on a validation part, and their
// blend. It is made of train rows only; what it sees of a test is the numbers of the viewers.
// Blocking; uses all cores; deterministic by seed.
#pragma once

#include <memory>
#include <vector>

#include "base/json.h"
#include "learning/eval/blend.h"
#include "learning/eval/catalogue_data.h"
#include "learning/eval/item_models.h"
#include "learning/eval/progress.h"
#include "learning/eval/time_plan.h"

namespace soleil::eval {

// Everything that is chosen on the validation part.
struct CatalogueSettings {
  ItemSettings items;  // of all rows
  RidgeSettings ridge_liked;
  Blend blend;
};

// Each video of a viewer counts 1.
History history_in(const VideoLists& lists);

class CatalogueModel {
 public:
  // Settings by `valid`, whose rows are not in `train`; the fitted model is of `train`.
  static CatalogueModel tuned(const CatalogueTrain& train, const Relevant& valid, size_t k,
                              uint64_t seed, TimePlan& time, Progress& progress);
  // With settings found elsewhere. Models that take no part in the blend are not fitted.
  static CatalogueModel fitted(const CatalogueTrain& train, const CatalogueSettings& settings,
                               Progress& progress);

  const CatalogueSettings& settings() const { return settings_; }
  // The k best videos for each viewer that are not in the viewer's train rows, best first.
  std::vector<std::vector<uint32_t>> rank(std::span<const uint32_t> viewers, size_t k) const;
  json::object describe() const;  // the settings, for people

 private:
  friend class CatalogueTuner;
  explicit CatalogueModel(const CatalogueTrain& train);
  void add_components();
  Mask mask() const;

  const CatalogueTrain* train_;
  CatalogueSettings settings_;
  ItemModels items_;
  std::shared_ptr<ItemWeights> ridge_liked_, cross_;
  std::vector<Component> components_;
  std::vector<Factor> factors_;
};

}  // namespace soleil::eval
