#include <algorithm>

#include "learning/eval/catalogue_model.h"
#include "learning/eval/item_search.h"
#include "learning/eval/metrics.h"

namespace soleil::eval {
namespace {

constexpr size_t kViewersMax = 10'000;      // whose validation rows choose the settings
constexpr size_t kViewersOfManyMax = 5000;  // for one model of a large catalogue
constexpr size_t kManyVideos = 10'000;
constexpr size_t kDepth = 200;
// Shares of the time by which each step should have ended; what is left is for a last fit on all
// rows and for the ranking.
constexpr double kRidgeUntil = 0.22, kLikedUntil = 0.3, kCosineUntil = 0.38, kSpectralUntil = 0.43,
                 kViewersUntil = 0.48, kFactorsUntil = 0.56, kBlendUntil = 0.65;

}  // namespace

// Finds the settings of one model after the other, then the blend, each by what the validation
// rows say.
class CatalogueTuner {
 public:
  CatalogueTuner(const CatalogueTrain& train, const Relevant& valid, size_t k, uint64_t seed,
                 TimePlan& time, Progress& progress)
      : train_(train),
        valid_(valid),
        k_(k),
        seed_(seed),
        time_(time),
        progress_(progress),
        model_(train),
        search_(
            train.videos, [this](const Component& one) { return goal(one); }, progress, time) {
    for (const auto& [viewer, videos] : valid) viewers_.push_back(viewer);
    viewers_ = shuffled(std::move(viewers_), seed);
    viewers_.resize(std::min(viewers_.size(), kViewersMax));
  }

  CatalogueModel tune() {
    ItemSettings& items = model_.settings_.items;
    items.plan = ridge_plan(train_.videos, time_.scale());
    const History history = history_in(train_.exposed);
    const ItemSearch::Found found{model_.items_, items};
    search_.ridge(train_.exposed, history, kRidgeUntil, found);
    if (train_.has_dislikes()) tune_liked();
    search_.cosine(train_.exposed, history, kCosineUntil, found);
    search_.spectral(train_.exposed, history, seed_, kSpectralUntil, found);
    search_.viewers(train_.exposed, history, kViewersUntil, found);
    search_.factors(train_.exposed, seed_, kFactorsUntil, found);
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
    const size_t count = train_.videos > kManyVideos ? kViewersOfManyMax : kViewersMax;
    const auto some = std::span(viewers_).first(std::min(count, viewers_.size()));
    return mean_goal(component, some, train_.videos, model_.mask(), k_,
                     [this](uint32_t viewer, auto ranked) { return goal(viewer, ranked); });
  }

  // Rows without interest make two more models: likes from likes, and likes from exposures.
  void tune_liked() {
    CatalogueSettings& settings = model_.settings_;
    RidgePlan plan = settings.items.plan;
    plan.tries = std::max<size_t>(4, plan.tries / 4);
    auto liked = search_.ridge("ridge of the liked", train_.liked, history_in(train_.liked), plan,
                               settings.items.ridge, kLikedUntil);
    model_.ridge_liked_ = liked.weights;
    settings.ridge_liked = liked.settings;
    if (!plan.exact) return;
    model_.cross_ = std::make_shared<ItemWeights>(
        fit_ridge(train_.exposed, train_.liked, train_.videos, settings.items.ridge));
  }

  void learn_weights() {
    progress_.begin("blend", 0);
    const auto pool =
        candidates_of(model_.components_, viewers_, train_.videos, model_.mask(), kDepth + k_);
    const auto list_goal = [&](size_t i, std::span<const uint32_t> ranked) {
      return goal(viewers_[i], ranked);
    };
    const auto learned = learn_blend(pool, model_.components_, "popular", model_.factors_, k_,
                                     list_goal, [&] { return time_.is_late(kBlendUntil); });
    model_.settings_.blend = learned.blend;
    progress_.note_goal("blend", learned.goal);
  }

  const CatalogueTrain& train_;
  const Relevant& valid_;
  const size_t k_;
  const uint64_t seed_;
  TimePlan& time_;
  Progress& progress_;
  CatalogueModel model_;
  ItemSearch search_;
  std::vector<uint32_t> viewers_;  // in an order of chance
};

CatalogueModel CatalogueModel::tuned(const CatalogueTrain& train, const Relevant& valid, size_t k,
                                     uint64_t seed, TimePlan& time, Progress& progress) {
  return CatalogueTuner(train, valid, k, seed, time, progress).tune();
}

}  // namespace soleil::eval
