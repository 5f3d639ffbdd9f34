#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "learning/eval/catalogue_model.h"
#include "learning/eval/item_search.h"
#include "learning/eval/metrics.h"

namespace soleil::eval {
namespace {

constexpr size_t kViewersMax = 10'000;      // whose validation rows choose the settings
constexpr size_t kViewersOfManyMax = 5000;  // for one model of a large catalogue
constexpr size_t kManyVideos = 10'000;
constexpr size_t kDepth = 200;

}  // namespace

// Finds the settings of one model after the other, then the blend, each by what the validation
// rows say.
class CatalogueTuner {
 public:
  CatalogueTuner(const CatalogueTrain& train, const Relevant& valid, size_t k, uint64_t seed,
                 Progress& progress)
      : train_(train),
        valid_(valid),
        k_(k),
        seed_(seed),
        progress_(progress),
        model_(train),
        search_(
            train.videos, [this](const Component& one) { return goal(one); }, progress) {
    for (const auto& [viewer, videos] : valid) viewers_.push_back(viewer);
    SeededRandom random(seed);
    for (size_t i = viewers_.size(); i > 1; --i)
      std::swap(viewers_[i - 1], viewers_[random.below(i)]);
    viewers_.resize(std::min(viewers_.size(), kViewersMax));
    few_viewers_ = viewers_;
    if (train.videos > kManyVideos)
      few_viewers_.resize(std::min(viewers_.size(), kViewersOfManyMax));
    std::ranges::sort(viewers_);
    std::ranges::sort(few_viewers_);
  }

  CatalogueModel tune() {
    CatalogueSettings& settings = model_.settings_;
    settings.plan = ridge_plan(train_.videos);
    const History history = history_in(train_.exposed);
    auto ridge = search_.ridge("ridge", train_.exposed, history, settings.plan, {{6, 0.5}, 0});
    model_.ridge_ = ridge.model;
    settings.ridge = ridge.settings;
    if (train_.has_dislikes()) tune_liked();
    auto cosine = search_.cosine(train_.exposed, history);
    model_.cosine_ = cosine.model;
    settings.cosine = cosine.settings;
    auto spectral = search_.spectral(train_.exposed, history, seed_);
    model_.spectral_ = spectral.model;
    settings.spectral = spectral.settings;
    auto viewers = search_.viewers(train_.exposed, history);
    model_.viewers_ = viewers.model;
    settings.viewers = viewers.settings;
    model_.add_components();
    learn_weights();
    return std::move(model_);
  }

 private:
  double goal(uint32_t viewer, std::span<const uint32_t> ranked) const {
    const auto figures = ranking_figures(ranked, valid_.at(viewer), k_);
    return figures.recall + figures.ndcg;
  }

  double goal(const Component& component) const {
    const auto lists = rank_by(component, few_viewers_, train_.videos, model_.mask(), k_);
    double sum = 0;
    for (size_t i = 0; i < few_viewers_.size(); ++i) sum += goal(few_viewers_[i], lists[i]);
    return sum / few_viewers_.size();
  }

  // Rows without interest make two more models: likes from likes, and likes from exposures.
  void tune_liked() {
    CatalogueSettings& settings = model_.settings_;
    RidgePlan plan = settings.plan;
    plan.tries = std::max<size_t>(4, plan.tries / 4);
    auto liked = search_.ridge("ridge of the liked", train_.liked, history_in(train_.liked), plan,
                               settings.ridge);
    model_.ridge_liked_ = liked.model;
    settings.ridge_liked = liked.settings;
    if (!plan.exact) return;
    model_.cross_ = std::make_shared<ItemWeights>(
        fit_ridge(train_.exposed, train_.liked, train_.videos, settings.ridge));
  }

  void learn_weights() {
    progress_.begin("blend", 0);
    const auto pool =
        candidates_of(model_.components_, viewers_, train_.videos, model_.mask(), kDepth + k_);
    const auto list_goal = [&](size_t i, std::span<const uint32_t> ranked) {
      return goal(viewers_[i], ranked);
    };
    Blend& blend = model_.settings_.blend;
    blend = learn_blend(pool, model_.components_.size(), CatalogueModel::kPopular, model_.factors_,
                        k_, list_goal);
    const auto lists = blend.rank(pool, model_.factors_, k_);
    double sum = 0;
    for (size_t i = 0; i < lists.size(); ++i) sum += list_goal(i, lists[i]);
    search_.note("blend", sum / std::max<size_t>(1, lists.size()));
  }

  const CatalogueTrain& train_;
  const Relevant& valid_;
  const size_t k_;
  const uint64_t seed_;
  Progress& progress_;
  CatalogueModel model_;
  ItemSearch search_;
  std::vector<uint32_t> viewers_, few_viewers_;  // for the blend, and for one model
};

CatalogueModel CatalogueModel::tuned(const CatalogueTrain& train, const Relevant& valid, size_t k,
                                     uint64_t seed, Progress& progress) {
  return CatalogueTuner(train, valid, k, seed, progress).tune();
}

}  // namespace soleil::eval
