#include "learning/eval/item_search.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace soleil::eval {
namespace {

constexpr double kPairsPerSecond = 4e8;
constexpr double kCosineSeconds = 60;
constexpr size_t kCosineNeighbourFloats = 200'000'000;  // of all videos
constexpr size_t kManyVideos = 10'000;
constexpr size_t kViewerTries = 14;
constexpr size_t kSpectralTries = 12;
constexpr size_t kSpectralFloatsMax = 500'000'000;  // of one block: rank x the longer side

// The model is lent for the time of one call.
template <class Model>
std::shared_ptr<const Model> lend(const Model& model) {
  return std::shared_ptr<const Model>(std::shared_ptr<void>(), &model);
}

}  // namespace

Component by_weights(std::string name, std::shared_ptr<const ItemWeights> weights,
                     History history) {
  const auto score = [weights, history](std::span<const uint32_t> questions,
                                        std::span<float> scores) {
    const size_t videos = weights->videos();
    for (size_t i = 0; i < questions.size(); ++i)
      weights->add_scores(history(questions[i]), scores.subspan(i * videos, videos));
  };
  return {std::move(name), score};
}

Component by_spectrum(std::shared_ptr<const SpectralFilter> filter, size_t rank, double out,
                      History history) {
  const auto score = [=](std::span<const uint32_t> questions, std::span<float> scores) {
    std::vector<std::vector<Watch>> histories;
    for (const uint32_t question : questions) histories.push_back(history(question));
    filter->score(histories, rank, out, scores);
  };
  return {"spectral", score};
}

Component by_viewers(std::shared_ptr<const ViewerNeighbours> viewers, History history) {
  const auto score = [=](std::span<const uint32_t> questions, std::span<float> scores) {
    std::vector<std::vector<Watch>> histories;
    for (const uint32_t question : questions) histories.push_back(history(question));
    viewers->score(histories, scores);
  };
  return {"viewers", score};
}

double ItemSearch::goal_of(const ItemWeights& weights, const History& history) const {
  return weights.videos() ? goal_(by_weights("", lend(weights), history)) : 0;
}

Fitted<ItemWeights, RidgeSettings> ItemSearch::ridge(const char* step, const VideoLists& lists,
                                                     const History& history, const RidgePlan& plan,
                                                     const RidgeSettings& start) const {
  if (!plan.exact) return local_ridge(step, lists, history, plan);
  progress_.begin(step, plan.tries);
  Fitted<ItemWeights, RidgeSettings> best;
  double best_goal = -1;
  size_t done = 0;
  const auto measure = [&](const std::vector<double>& at) {
    const RidgeSettings settings{{std::exp(at[0]), at[1]}, at[2]};
    auto weights = fit_ridge(lists, lists, videos_, settings);
    const double goal = goal_of(weights, history);
    progress_.advance(++done);
    if (goal <= best_goal) return goal;
    best_goal = goal;
    best = {std::make_shared<ItemWeights>(std::move(weights)), settings};
    return goal;
  };
  climb({{std::log(start.penalty.strength), std::log(2.0), -4, 8},
         {start.penalty.growth, 0.25, 0, 1},
         {start.viewer_exponent, 0.25, 0, 1}},
        plan.tries, 1, measure);
  note(step, best_goal);
  return best;
}

// With few neighbours: the strength, then its surroundings, then whether heavy viewers should count
// less. With all neighbours at last: what was found, and twice the strength.
Fitted<ItemWeights, RidgeSettings> ItemSearch::local_ridge(const char* step,
                                                           const VideoLists& lists,
                                                           const History& history,
                                                           const RidgePlan& plan) const {
  Fitted<ItemWeights, RidgeSettings> best;
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
  attempt(0, plan.neighbours_less,
          {{at.strength / 2, at.growth},
           {at.strength * 2, at.growth},
           {at.strength, at.growth - 0.25},
           {at.strength, at.growth + 0.25}});
  for (const double exponent : {0.25, 0.5})
    if (!attempt(exponent, plan.neighbours_less, {best.settings.penalty})) break;
  const RidgeSettings found = best.settings;
  best_goal = -1;
  attempt(found.viewer_exponent, plan.neighbours,
          {found.penalty, {found.penalty.strength * 2, found.penalty.growth}});
  note(step, best_goal);
  return best;
}

Fitted<ItemWeights, CosineSettings> ItemSearch::cosine(const VideoLists& lists,
                                                       const History& history) const {
  const double seconds = CoCounts(lists, lists, videos_, 0).pairs() / kPairsPerSecond;
  const double tries_max = videos_ > kManyVideos ? 12 : 24;  // each is ranked, too
  const auto tries =
      static_cast<size_t>(std::clamp(kCosineSeconds / std::max(seconds, 0.1), 4.0, tries_max));
  const double most = std::clamp(
      std::floor(std::log2(static_cast<double>(kCosineNeighbourFloats) / videos_)), 8.0, 12.0);
  progress_.begin("cosine filter", tries);
  Fitted<ItemWeights, CosineSettings> best;
  double best_goal = -1;
  size_t done = 0;
  const auto measure = [&](const std::vector<double>& at) {
    const CosineSettings settings{at[0], at[1], at[2],
                                  static_cast<size_t>(std::lround(std::exp2(at[3])))};
    auto weights = fit_cosine(lists, videos_, settings);
    const double goal = goal_of(weights, history);
    progress_.advance(++done);
    if (goal <= best_goal) return goal;
    best_goal = goal;
    best = {std::make_shared<ItemWeights>(std::move(weights)), settings};
    return goal;
  };
  climb({{0.5, 0.5, 0, 1}, {0.5, 0.25, 0, 1}, {0.5, 0.25, 0, 1}, {8, 2, 4, most}}, tries, 1,
        measure);
  note("cosine filter", best_goal);
  return best;
}

Fitted<ViewerNeighbours, ViewerNeighbourSettings> ItemSearch::viewers(
    const VideoLists& lists, const History& history) const {
  progress_.begin("viewers alike", kViewerTries);
  Fitted<ViewerNeighbours, ViewerNeighbourSettings> best;
  double best_goal = -1;
  size_t done = 0;
  const auto measure = [&](const std::vector<double>& at) {
    const ViewerNeighbourSettings settings{at[0], at[1],
                                           static_cast<size_t>(std::lround(std::exp2(at[2])))};
    auto viewers = std::make_shared<ViewerNeighbours>(lists, videos_, settings);
    const double goal = goal_(by_viewers(viewers, history));
    progress_.advance(++done);
    if (goal <= best_goal) return goal;
    best_goal = goal;
    best = {viewers, settings};
    return goal;
  };
  climb({{0.5, 0.25, 0, 1.5}, {0.5, 0.25, 0, 1}, {8, 1, 4, 11}}, kViewerTries, 0, measure);
  note("viewers alike", best_goal);
  return best;
}

Fitted<SpectralFilter, SpectralChoice> ItemSearch::spectral(const VideoLists& lists,
                                                            const History& history,
                                                            uint64_t seed) const {
  Fitted<SpectralFilter, SpectralChoice> best;
  const size_t affordable = kSpectralFloatsMax / std::max(videos_, lists.viewers());
  best.settings.fit.rank =
      std::min({videos_, std::max<size_t>(16, affordable), size_t{videos_ > 20'000 ? 256u : 512u}});
  best.settings.fit.seed = seed;
  progress_.begin("spectral filter", kSpectralTries);
  best.model = std::make_shared<SpectralFilter>(lists, videos_, best.settings.fit);
  size_t done = 0;
  const auto rank_of = [](double log2) { return static_cast<size_t>(std::exp2(log2)); };
  const auto found = climb({{6, 1, 4, 9}, {0.5, 0.25, 0, 0.75}}, kSpectralTries, 0,
                           [&](const std::vector<double>& at) {
                             progress_.advance(++done);
                             return goal_(by_spectrum(best.model, rank_of(at[0]), at[1], history));
                           });
  best.settings.rank = rank_of(found.settings[0]);
  best.settings.out = found.settings[1];
  note("spectral filter", found.goal);
  return best;
}

void ItemSearch::note(const char* step, double goal) const {
  char line[200];
  std::snprintf(line, sizeof line, "%-28.100s goal %.5f", step, goal);
  progress_.note(line);
}

}  // namespace soleil::eval
