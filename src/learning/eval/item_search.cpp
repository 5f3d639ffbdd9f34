#include "learning/eval/item_search.h"

#include <algorithm>
#include <cmath>

namespace soleil::eval {
namespace {

constexpr double kPairsPerSecond = 4e8;
constexpr double kCosineSeconds = 60;
constexpr size_t kCosineNeighbourFloats = 200'000'000;  // of all videos
constexpr size_t kManyVideos = 10'000;
constexpr size_t kViewerTries = 14;
constexpr size_t kSpectralTries = 16;
constexpr size_t kSpectralFloatsMax = 500'000'000;  // of one block: rank x the longer side
constexpr size_t kFactorTries = 10;
constexpr double kFactorFlops = 2.5e11;  // of all narrow tries together, and of the wide fit
constexpr size_t kNarrow = 32, kWideMax = 128;
constexpr size_t kRounds = 8, kRoundsWide = 12;

// The model is lent for the time of one call.
template <class Model>
std::shared_ptr<const Model> lend(const Model& model) {
  return std::shared_ptr<const Model>(std::shared_ptr<void>(), &model);
}

size_t power_of_two(double exponent) {
  return static_cast<size_t>(std::lround(std::exp2(exponent)));
}

}  // namespace

double ItemSearch::goal_of(const ItemWeights& weights, const History& history) const {
  return weights.videos() ? goal_(by_weights("", lend(weights), history)) : 0;
}

void ItemSearch::search(const char* step, const std::vector<Setting>& settings, size_t tries,
                        int halvings, double until,
                        const std::function<double(const Settings&)>& measure,
                        const std::function<void(const Settings&)>& better) const {
  progress_.begin(step, tries);
  double best = -2;
  size_t done = 0;
  const auto watched = [&](const Settings& at) {
    const double goal = measure(at);
    progress_.advance(++done);
    if (goal <= best) return goal;
    best = goal;
    better(at);
    return goal;
  };
  climb(settings, tries, halvings, watched, [&] { return time_.is_late(until); });
  progress_.note_goal(step, best);
}

void ItemSearch::ridge(const VideoLists& lists, const History& history, double until,
                       Found out) const {
  Ridge found = ridge("ridge", lists, history, out.settings.plan, {{6, 0.5}, 0}, until);
  out.models.ridge = std::move(found.weights);
  out.settings.ridge = found.settings;
}

ItemSearch::Ridge ItemSearch::ridge(const char* step, const VideoLists& lists,
                                    const History& history, RidgePlan& plan,
                                    const RidgeSettings& start, double until) const {
  if (!plan.exact) return local_ridge(step, lists, history, plan, until);
  Ridge best, tried;
  search(
      step,
      {{std::log(start.penalty.strength), std::log(2.0), -4, 8},
       {start.penalty.growth, 0.25, 0, 1},
       {start.viewer_exponent, 0.25, 0, 1}},
      plan.tries, 1, until,
      [&](const Settings& at) {
        tried.settings = {{std::exp(at[0]), at[1]}, at[2]};
        tried.weights =
            std::make_shared<ItemWeights>(fit_ridge(lists, lists, videos_, tried.settings));
        return goal_of(*tried.weights, history);
      },
      [&](const Settings&) { best = std::move(tried); });
  return best;
}

// With few neighbours: the strength, then its surroundings, then whether heavy viewers should count
// less. With all neighbours at last: what was found, and twice the strength.
ItemSearch::Ridge ItemSearch::local_ridge(const char* step, const VideoLists& lists,
                                          const History& history, RidgePlan& plan,
                                          double until) const {
  Ridge best;
  double best_goal = -1;
  const auto attempt = [&](double exponent, size_t neighbours, std::vector<RidgePenalty> tried) {
    progress_.begin(step, tried.size());
    auto fits = fit_local_ridge(lists, videos_, exponent, neighbours, tried);
    const double before = best_goal;
    for (size_t i = 0; i < fits.size(); ++i) {
      const double goal = goal_of(fits[i], history);
      progress_.advance(i + 1);
      if (goal <= best_goal) continue;
      best_goal = goal;
      best = {std::make_shared<ItemWeights>(std::move(fits[i])), {tried[i], exponent}};
    }
    return best_goal > before;
  };
  attempt(0, plan.neighbours_less, {{2, 0.5}, {8, 0.5}, {32, 0.5}});
  const RidgePenalty at = best.settings.penalty;
  if (!time_.is_late(until / 3))
    attempt(0, plan.neighbours_less,
            {{at.strength / 2, at.growth},
             {at.strength * 2, at.growth},
             {at.strength, at.growth - 0.25},
             {at.strength, at.growth + 0.25}});
  for (const double exponent : {0.25, 0.5})
    if (time_.is_late(until / 2) ||
        !attempt(exponent, plan.neighbours_less, {best.settings.penalty}))
      break;
  if (time_.is_late(until * 0.6)) {
    plan.neighbours = plan.neighbours_less;
  } else if (plan.neighbours > plan.neighbours_less) {
    const RidgeSettings found = best.settings;
    best_goal = -1;
    attempt(found.viewer_exponent, plan.neighbours,
            {found.penalty, {found.penalty.strength * 2, found.penalty.growth}});
  }
  progress_.note_goal(step, best_goal);
  return best;
}

void ItemSearch::cosine(const VideoLists& lists, const History& history, double until,
                        Found out) const {
  const double seconds = CoCounts(lists, lists, videos_, 0).pairs() / kPairsPerSecond;
  const double tries_max = videos_ > kManyVideos ? 12 : 24;  // each is ranked, too
  const auto tries = static_cast<size_t>(
      std::clamp(time_.scale() * kCosineSeconds / std::max(seconds, 0.1), 4.0, tries_max));
  const double most = std::clamp(
      std::floor(std::log2(static_cast<double>(kCosineNeighbourFloats) / videos_)), 8.0, 12.0);
  CosineSettings tried;
  std::shared_ptr<ItemWeights> weights;
  search(
      "cosine filter", {{0.5, 0.5, 0, 1}, {0.5, 0.25, 0, 1}, {0.5, 0.25, 0, 1}, {8, 2, 4, most}},
      tries, 1, until,
      [&](const Settings& at) {
        tried = {at[0], at[1], at[2], power_of_two(at[3])};
        weights = std::make_shared<ItemWeights>(fit_cosine(lists, videos_, tried));
        return goal_of(*weights, history);
      },
      [&](const Settings&) {
        out.models.cosine = weights;
        out.settings.cosine = tried;
      });
}

void ItemSearch::viewers(const VideoLists& lists, const History& history, double until,
                         Found out) const {
  ViewerNeighbourSettings tried;
  std::shared_ptr<ViewerNeighbours> viewers;
  search(
      "viewers alike", {{0.5, 0.25, 0, 1.5}, {0.5, 0.25, 0, 1}, {8, 1, 4, 11}}, kViewerTries, 0,
      until,
      [&](const Settings& at) {
        tried = {at[0], at[1], power_of_two(at[2])};
        viewers = std::make_shared<ViewerNeighbours>(lists, videos_, tried);
        return goal_(by_viewers(viewers, history));
      },
      [&](const Settings&) {
        out.models.viewers = viewers;
        out.settings.viewers = tried;
      });
}

void ItemSearch::spectral(const VideoLists& lists, const History& history, uint64_t seed,
                          double until, Found out) const {
  SpectralChoice& choice = out.settings.spectral;
  const size_t affordable = kSpectralFloatsMax / std::max(videos_, lists.viewers());
  choice.fit.rank =
      std::min({videos_, std::max<size_t>(16, affordable), size_t{videos_ > 20'000 ? 256u : 512u}});
  choice.fit.seed = seed;
  progress_.begin("singular vectors", 0);
  out.models.spectral = std::make_shared<SpectralFilter>(lists, videos_, choice.fit);
  const auto shape_of = [](const Settings& at) {
    return SpectralShape{static_cast<size_t>(std::exp2(at[0])), at[1], at[2]};
  };
  search(
      "spectral filter", {{6, 1, 4, 9}, {0.5, 0.25, 0, 0.75}, {0, 0.25, -0.5, 1}}, kSpectralTries,
      0, until,
      [&](const Settings& at) {
        return goal_(by_spectrum(out.models.spectral, shape_of(at), history));
      },
      [&](const Settings& at) { choice.shape = shape_of(at); });
}

// Weights of the absent and the penalty are found with narrow vectors, then wide ones are fitted by
// them.
void ItemSearch::factors(const VideoLists& lists, uint64_t seed, double until, Found out) const {
  const auto flops = [&](size_t width, size_t rounds) {
    return AlternatingFactors::flops(lists, videos_, {width, rounds});
  };
  const double budget = time_.scale() * kFactorFlops;
  const auto tries = static_cast<size_t>(
      std::clamp(budget / flops(kNarrow, kRounds), 3.0, static_cast<double>(kFactorTries)));
  FactorSettings tried{kNarrow, kRounds};
  tried.seed = seed;
  FactorSettings& best = out.settings.factors;
  const auto goal_at = [&](const FactorSettings& settings) {
    out.models.factors = std::make_shared<AlternatingFactors>(lists, videos_, settings);
    return goal_(by_factors(out.models.factors));
  };
  search(
      "factors", {{4, 1, -2, 10}, {-7, 1, -14, 2}}, tries, 0, until,
      [&](const Settings& at) {
        tried.absent = std::exp2(at[0]);
        tried.penalty = std::exp2(at[1]);
        return goal_at(tried);
      },
      [&](const Settings&) { best = tried; });
  best.rounds = kRoundsWide;
  for (size_t width = kWideMax; width > kNarrow; width /= 2)
    if (flops(width, kRoundsWide) <= budget && !time_.is_late(until)) {
      best.width = width;
      break;
    }
  progress_.begin("wide factors", 0);
  progress_.note_goal("wide factors", goal_at(best));
}

}  // namespace soleil::eval
