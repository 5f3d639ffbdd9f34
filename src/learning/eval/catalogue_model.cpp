#include "learning/eval/catalogue_model.h"

#include <algorithm>
#include <cmath>

namespace soleil::eval {
namespace {

constexpr size_t kDepth = 200;    // candidates of each component
constexpr double kRateDoubt = 5;  // exposures' worth of the mean rate of interest

std::vector<float> counts_of(const VideoLists& lists, size_t videos) {
  std::vector<float> out(videos);
  for (const uint32_t video : lists.all()) ++out[video];
  return out;
}

Component by_popularity(const CatalogueTrain& train) {
  const auto score = [counts = counts_of(train.liked, train.videos)](
                         std::span<const uint32_t> viewers, std::span<float> scores) {
    for (size_t i = 0; i < viewers.size(); ++i)
      std::ranges::copy(counts, scores.begin() + i * counts.size());
  };
  return {"popular", score};
}

// Popularity, and where rows say what was not liked, the smoothed rate of interest.
std::vector<Factor> factors_of(const CatalogueTrain& train) {
  const auto shown = counts_of(train.exposed, train.videos);
  std::vector<Factor> out(1);
  for (const float count : shown) out[0].push_back(1 + count);
  if (!train.has_dislikes()) return out;
  const auto liked = counts_of(train.liked, train.videos);
  const double mean = static_cast<double>(train.liked.rows()) / train.exposed.rows();
  out.emplace_back();
  for (size_t video = 0; video < train.videos; ++video)
    out[1].push_back(static_cast<float>((liked[video] + kRateDoubt * mean) /
                                        (shown[video] + kRateDoubt) / mean));
  return out;
}

}  // namespace

History history_in(const VideoLists& lists) {
  return [&lists](uint32_t viewer) {
    std::vector<Watch> out;
    for (const uint32_t video : lists.of(viewer)) out.push_back({video, 1.f});
    return out;
  };
}

CatalogueModel::CatalogueModel(const CatalogueTrain& train)
    : train_(&train), factors_(factors_of(train)) {}

Mask CatalogueModel::mask() const {
  return [train = train_](uint32_t viewer) { return train->exposed.of(viewer); };
}

void CatalogueModel::add_components() {
  components_.clear();
  const History exposed = history_in(train_->exposed);
  items_.add_to(components_, settings_.items, exposed);
  components_.push_back(by_popularity(*train_));
  if (ridge_liked_)
    components_.push_back(by_weights("ridge_liked", ridge_liked_, history_in(train_->liked)));
  if (cross_) components_.push_back(by_weights("exposed_to_liked", cross_, exposed));
}

CatalogueModel CatalogueModel::fitted(const CatalogueTrain& train,
                                      const CatalogueSettings& settings, Progress& progress) {
  CatalogueModel model(train);
  model.settings_ = settings;
  progress.begin("fit on all train rows", 0);
  const auto wanted = [&](const std::string& name) { return settings.blend.weight_of(name) > 0; };
  model.items_ = ItemModels::fitted(train.exposed, train.videos, settings.items, wanted);
  if (wanted("ridge_liked"))
    model.ridge_liked_ =
        fit_ridge_as(settings.items.plan, train.liked, train.videos, settings.ridge_liked);
  if (wanted("exposed_to_liked"))
    model.cross_ = std::make_shared<ItemWeights>(
        fit_ridge(train.exposed, train.liked, train.videos, settings.items.ridge));
  model.add_components();
  return model;
}

std::vector<std::vector<uint32_t>> CatalogueModel::rank(std::span<const uint32_t> viewers,
                                                        size_t k) const {
  return rank_blended(components_, factors_, settings_.blend, viewers, train_->videos, mask(),
                      kDepth + k, k);
}

json::object CatalogueModel::describe() const {
  json::object out = settings_.items.describe();
  out["weights"] = settings_.blend.describe();
  static constexpr const char* kFactorNames[] = {"popularity", "rate"};
  json::object powers;
  for (size_t f = 0; f < settings_.blend.powers.size(); ++f)
    powers[kFactorNames[f]] = settings_.blend.powers[f];
  out["powers"] = powers;
  return out;
}

}  // namespace soleil::eval
