#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/random.h"
#include "learning/eval/catalogue_model.h"
#include "learning/eval/climb.h"
#include "learning/eval/metrics.h"

namespace soleil::eval {
namespace {

constexpr size_t kViewersMax = 10'000;   // whose validation rows choose the settings
constexpr double kExactSecondsMax = 25;  // of one fit; above, ridge by neighbours
constexpr double kRidgeSeconds = 120;    // for all fits of a search
constexpr double kPairsPerSecond = 4e8;
constexpr size_t kDepth = 200;

}  // namespace

// Finds the settings of one model after the other, then the blend, each by what the validation
// rows say.
class CatalogueTuner {
 public:
  CatalogueTuner(const CatalogueTrain& train, const Relevant& valid, size_t k, uint64_t seed,
                 Progress& progress)
      : train_(train), valid_(valid), k_(k), seed_(seed), progress_(progress), model_(train) {
    for (const auto& [viewer, videos] : valid) viewers_.push_back(viewer);
    SeededRandom random(seed);
    for (size_t i = viewers_.size(); i > 1; --i)
      std::swap(viewers_[i - 1], viewers_[random.below(i)]);
    viewers_.resize(std::min(viewers_.size(), kViewersMax));
    std::ranges::sort(viewers_);
  }

  CatalogueModel tune() {
    choose_size();
    if (model_.settings_.exact)
      tune_exact_ridge();
    else
      tune_local_ridge();
    tune_liked();
    tune_cosine();
    tune_spectral();
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
    const auto lists = rank_by(component, viewers_, train_.videos, model_.mask(), k_);
    double sum = 0;
    for (size_t i = 0; i < viewers_.size(); ++i) sum += goal(viewers_[i], lists[i]);
    return sum / viewers_.size();
  }

  double goal_of(const ItemWeights& weights, const VideoLists& lists) const {
    if (weights.videos() == 0) return 0;
    return goal({"", [&](auto viewers, auto scores) {
                   for (size_t i = 0; i < viewers.size(); ++i) {
                     std::vector<Watch> history;
                     for (const uint32_t video : lists.of(viewers[i]))
                       history.push_back({video, 1});
                     weights.add_scores(history, scores.subspan(i * train_.videos, train_.videos));
                   }
                 }});
  }

  void choose_size() {
    model_.settings_.spectral.seed = seed_;
    const double seconds = ridge_seconds(train_.videos);
    model_.settings_.exact = seconds <= kExactSecondsMax;
    fit_tries_ = static_cast<size_t>(std::clamp(kRidgeSeconds / std::max(seconds, 0.1), 5.0, 16.0));
    // Local: all videos' systems of n^3 / 3 in some 60 s of two cores, for five penalties.
    const double each = 60.0 * 40e9 / 5 / std::max<size_t>(1, train_.videos);
    model_.settings_.neighbours =
        static_cast<size_t>(std::clamp(std::cbrt(1.5 * each), 60.0, 400.0));
  }

  RidgeSettings climb_ridge(const char* step, const VideoLists& lists, size_t tries,
                            const RidgeSettings& start, std::shared_ptr<ItemWeights>& best) {
    progress_.begin(step, tries);
    size_t done = 0;
    double best_goal = -1;
    const auto settings_of = [](const std::vector<double>& v) {
      return RidgeSettings{{std::exp(v[0]), v[1]}, v[2]};
    };
    const auto found = climb({{std::log(start.penalty.strength), std::log(2.0), -4, 8},
                              {start.penalty.growth, 0.25, 0, 1},
                              {start.viewer_exponent, 0.25, 0, 1}},
                             tries, 1, [&](const std::vector<double>& v) {
                               auto weights =
                                   fit_ridge(lists, lists, train_.videos, settings_of(v));
                               const double value = goal_of(weights, lists);
                               if (value > best_goal) {
                                 best_goal = value;
                                 best = std::make_shared<ItemWeights>(std::move(weights));
                               }
                               progress_.advance(++done);
                               return value;
                             });
    note(step, found);
    return settings_of(found.settings);
  }

  void tune_exact_ridge() {
    model_.settings_.ridge =
        climb_ridge("ridge", train_.exposed, fit_tries_, {{6, 0.5}, 0}, model_.ridge_);
  }

  void tune_local_ridge() {
    CatalogueSettings& settings = model_.settings_;
    std::vector<RidgePenalty> tried = {{2, 0.5}, {8, 0.5}, {32, 0.5}, {8, 0}, {8, 1}};
    double best = -1;
    for (int pass = 0; pass < 2; ++pass) {
      progress_.begin("ridge by neighbours", tried.size());
      auto fits = fit_local_ridge(train_.exposed, train_.videos, 0, settings.neighbours, tried);
      for (size_t i = 0; i < fits.size(); ++i) {
        const double value = goal_of(fits[i], train_.exposed);
        progress_.advance(i);
        if (value <= best) continue;
        best = value;
        settings.ridge = {tried[i], 0};
        model_.ridge_ = std::make_shared<ItemWeights>(std::move(fits[i]));
      }
      const RidgePenalty at = settings.ridge.penalty;
      tried = {{at.strength / 2, at.growth}, {at.strength * 2, at.growth}};
      for (const double growth : {at.growth - 0.25, at.growth + 0.25})
        if (growth >= 0 && growth <= 1) tried.push_back({at.strength, growth});
    }
    note("ridge by neighbours",
         {{settings.ridge.penalty.strength, settings.ridge.penalty.growth}, best});
  }

  // Rows without interest make two more models: likes from likes, and likes from exposures.
  void tune_liked() {
    if (!train_.has_dislikes()) return;
    CatalogueSettings& settings = model_.settings_;
    if (!settings.exact) {
      settings.ridge_liked = settings.ridge;
      model_.ridge_liked_ = std::make_shared<ItemWeights>(
          std::move(fit_local_ridge(train_.liked, train_.videos, 0, settings.neighbours,
                                    std::span(&settings.ridge.penalty, 1))
                        .front()));
      return;
    }
    settings.ridge_liked =
        climb_ridge("ridge of the liked", train_.liked, std::max<size_t>(4, fit_tries_ / 4),
                    settings.ridge, model_.ridge_liked_);
    model_.cross_ = std::make_shared<ItemWeights>(
        fit_ridge(train_.exposed, train_.liked, train_.videos, settings.ridge));
    note("liked from exposed", {{}, goal_of(*model_.cross_, train_.exposed)});
  }

  void tune_cosine() {
    const double seconds =
        CoCounts(train_.exposed, train_.exposed, train_.videos, 0).pairs() / kPairsPerSecond;
    const auto tries = static_cast<size_t>(std::clamp(60 / std::max(seconds, 0.1), 4.0, 24.0));
    progress_.begin("cosine filter", tries);
    size_t done = 0;
    double best = -1;
    const auto settings_of = [](const std::vector<double>& v) {
      return CosineSettings{v[0], v[1], v[2], static_cast<size_t>(std::lround(std::exp2(v[3])))};
    };
    const auto found =
        climb({{0.5, 0.5, 0, 1}, {0.5, 0.25, 0, 1}, {0.5, 0.25, 0, 1}, {8, 2, 4, 12}}, tries, 1,
              [&](const std::vector<double>& v) {
                auto weights = fit_cosine(train_.exposed, train_.videos, settings_of(v));
                const double value = goal_of(weights, train_.exposed);
                if (value > best) {
                  best = value;
                  model_.cosine_ = std::make_shared<ItemWeights>(std::move(weights));
                }
                progress_.advance(++done);
                return value;
              });
    model_.settings_.cosine = settings_of(found.settings);
    note("cosine filter", found);
  }

  void tune_spectral() {
    CatalogueSettings& settings = model_.settings_;
    const size_t rank_max = train_.videos > 20'000 ? 256 : 512;
    settings.spectral.rank = std::min(rank_max, train_.videos);
    progress_.begin("spectral filter", 12);
    model_.spectral_ =
        std::make_shared<SpectralFilter>(train_.exposed, train_.videos, settings.spectral);
    const auto found =
        climb({{6, 1, 4, 9}, {0.5, 0.25, 0, 0.75}}, 12, 0, [&](const std::vector<double>& v) {
          const auto rank = static_cast<size_t>(std::exp2(v[0]));
          return goal({"", [&](auto viewers, auto scores) {
                         std::vector<std::vector<Watch>> histories;
                         for (const uint32_t viewer : viewers) {
                           histories.emplace_back();
                           for (const uint32_t video : train_.exposed.of(viewer))
                             histories.back().push_back({video, 1});
                         }
                         model_.spectral_->score(histories, rank, v[1], scores);
                       }});
        });
    settings.rank = static_cast<size_t>(std::exp2(found.settings[0]));
    settings.spectral_out = found.settings[1];
    note("spectral filter", found);
  }

  void learn_weights() {
    progress_.begin("blend", 0);
    const auto pool =
        candidates_of(model_.components_, viewers_, train_.videos, model_.mask(), kDepth + k_);
    const auto list_goal = [&](size_t i, std::span<const uint32_t> ranked) {
      return goal(viewers_[i], ranked);
    };
    Blend& blend = model_.settings_.blend;
    blend = learn_blend(pool, model_.components_.size(), 0, model_.factors_, k_, list_goal);
    const auto lists = blend.rank(pool, model_.factors_, k_);
    double sum = 0;
    for (size_t i = 0; i < lists.size(); ++i) sum += list_goal(i, lists[i]);
    note("blend", {{}, sum / std::max<size_t>(1, lists.size())});
  }

  void note(const char* step, const Found& found) {
    char goal[400];
    std::snprintf(goal, sizeof goal, "%-28s recall + ndcg %.5f", step, found.goal);
    progress_.note(goal);
  }

  const CatalogueTrain& train_;
  const Relevant& valid_;
  const size_t k_;
  const uint64_t seed_;
  Progress& progress_;
  CatalogueModel model_;
  std::vector<uint32_t> viewers_;
  size_t fit_tries_ = 8;
};

CatalogueModel CatalogueModel::tuned(const CatalogueTrain& train, const Relevant& valid, size_t k,
                                     uint64_t seed, Progress& progress) {
  return CatalogueTuner(train, valid, k, seed, progress).tune();
}

}  // namespace soleil::eval
