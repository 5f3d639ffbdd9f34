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
  const SpectralChoice& spectral = settings_.spectral;
  components_.push_back(by_weights("ridge", ridge_, exposed));
  components_.push_back(by_weights("cosine", cosine_, exposed));
  components_.push_back(by_spectrum(spectral_, spectral.rank, spectral.out, exposed));
  components_.push_back(by_popularity(*train_));
  components_.push_back(by_viewers(viewers_, exposed));
  if (ridge_liked_)
    components_.push_back(by_weights("ridge_liked", ridge_liked_, history_in(train_->liked)));
  if (cross_) components_.push_back(by_weights("exposed_to_liked", cross_, exposed));
}

CatalogueModel CatalogueModel::fitted(const CatalogueTrain& train,
                                      const CatalogueSettings& settings, Progress& progress) {
  CatalogueModel model(train);
  model.settings_ = settings;
  const size_t videos = train.videos;
  progress.begin("fit on all train rows", 4);
  const auto fit = [&](const VideoLists& lists, const RidgeSettings& ridge) {
    return fit_ridge_as(settings.plan, lists, videos, ridge);
  };
  model.ridge_ = fit(train.exposed, settings.ridge);
  progress.advance(1);
  model.cosine_ = std::make_shared<ItemWeights>(fit_cosine(train.exposed, videos, settings.cosine));
  progress.advance(2);
  model.spectral_ = std::make_shared<SpectralFilter>(train.exposed, videos, settings.spectral.fit);
  model.viewers_ = std::make_shared<ViewerNeighbours>(train.exposed, videos, settings.viewers);
  progress.advance(3);
  if (train.has_dislikes()) model.ridge_liked_ = fit(train.liked, settings.ridge_liked);
  if (train.has_dislikes() && settings.plan.exact)
    model.cross_ = std::make_shared<ItemWeights>(
        fit_ridge(train.exposed, train.liked, videos, settings.ridge));
  model.add_components();
  return model;
}

std::vector<std::vector<uint32_t>> CatalogueModel::rank(std::span<const uint32_t> viewers,
                                                        size_t k) const {
  std::vector<std::vector<uint32_t>> out;
  constexpr size_t kBatch = 4096;  // viewers whose candidates are kept at a time
  for (size_t first = 0; first < viewers.size(); first += kBatch) {
    const auto batch = viewers.subspan(first, std::min(kBatch, viewers.size() - first));
    const auto pool = candidates_of(components_, batch, train_->videos, mask(), kDepth + k);
    for (auto& list : settings_.blend.rank(pool, factors_, k)) out.push_back(std::move(list));
  }
  return out;
}

json::object CatalogueModel::describe() const {
  json::object weights, powers;
  for (size_t c = 0; c < components_.size() && c < settings_.blend.weights.size(); ++c)
    weights[components_[c].name] = settings_.blend.weights[c];
  static constexpr const char* kFactorNames[] = {"popularity", "rate"};
  for (size_t f = 0; f < settings_.blend.powers.size(); ++f)
    powers[kFactorNames[f]] = settings_.blend.powers[f];
  const CatalogueSettings& s = settings_;
  return {{"exact", s.plan.exact},
          {"ridge",
           {{"strength", s.ridge.penalty.strength},
            {"growth", s.ridge.penalty.growth},
            {"viewer_exponent", s.ridge.viewer_exponent}}},
          {"cosine",
           {{"viewer_exponent", s.cosine.viewer_exponent},
            {"in", s.cosine.in},
            {"out", s.cosine.out},
            {"neighbours", s.cosine.neighbours}}},
          {"viewers",
           {{"video_exponent", s.viewers.video_exponent},
            {"size_exponent", s.viewers.size_exponent},
            {"count", s.viewers.count}}},
          {"neighbours", s.plan.neighbours},
          {"spectral", {{"rank", s.spectral.rank}, {"out", s.spectral.out}}},
          {"weights", weights},
          {"powers", powers}};
}

}  // namespace soleil::eval
