#include "learning/eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace soleil::eval {
namespace {

constexpr size_t kImpressionPlaces = 5;

double gain(size_t place) {
  return 1.0 / std::log2(static_cast<double>(place) + 2.0);
}

double best_gain(size_t relevant) {
  double sum = 0;
  for (size_t place = 0; place < relevant; ++place) sum += gain(place);
  return sum;
}

// Runs of equal scores, best first: how many rows and how many of them positive.
struct Run {
  size_t rows, positives;
};

std::vector<Run> runs_of(std::span<const float> scores, std::span<const uint8_t> positive) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  for (const float score : scores) SOLEIL_CHECK(!std::isnan(score));
  std::ranges::sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  std::vector<Run> runs;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || scores[order[i]] != scores[order[i - 1]]) runs.push_back({0, 0});
    ++runs.back().rows;
    runs.back().positives += positive[order[i]] != 0;
  }
  return runs;
}

double auc_of(std::span<const Run> runs) {
  double pairs = 0, above = 0, positives = 0, negatives = 0;
  for (const Run& run : runs) {
    const double good = run.positives, bad = run.rows - run.positives;
    pairs += bad * (above + good / 2);
    above += good;
    positives += good;
    negatives += bad;
  }
  return positives && negatives ? pairs / (positives * negatives) : 0.5;
}

double ndcg_of(std::span<const Run> runs, size_t k) {
  double sum = 0;
  size_t place = 0, positives = 0;
  for (const Run& run : runs) {
    const double share = static_cast<double>(run.positives) / run.rows;
    for (size_t i = 0; i < run.rows; ++i, ++place)
      if (place < k) sum += share * gain(place);
    positives += run.positives;
  }
  return positives ? sum / best_gain(std::min(k, positives)) : 0;
}

struct GaucSum {
  double weighted = 0, weight = 0;
};

void add_viewer(std::span<const float> scores, std::span<const uint8_t> positive,
                ImpressionFigures& figures, GaucSum& gauc) {
  const auto runs = runs_of(scores, positive);
  size_t positives = 0;
  for (const Run& run : runs) positives += run.positives;
  ++figures.viewers;
  figures.ndcg5 += ndcg_of(runs, kImpressionPlaces);
  if (positives == 0 || positives == scores.size()) return;
  ++figures.viewers_ranked;
  gauc.weighted += positives * auc_of(runs);
  gauc.weight += positives;
}

}  // namespace

RankingFigures ranking_figures(std::span<const uint32_t> ranked, std::span<const uint32_t> relevant,
                               size_t k) {
  SOLEIL_CHECK(!relevant.empty());
  double hits = 0, dcg = 0;
  for (size_t place = 0; place < std::min(k, ranked.size()); ++place) {
    if (!std::ranges::binary_search(relevant, ranked[place])) continue;
    ++hits;
    dcg += gain(place);
  }
  return {hits / relevant.size(), dcg / best_gain(std::min(k, relevant.size()))};
}

void RankingMean::add(const RankingFigures& viewer) {
  sum_.recall += viewer.recall;
  sum_.ndcg += viewer.ndcg;
  ++count_;
}

RankingFigures RankingMean::mean() const {
  if (!count_) return {};
  return {sum_.recall / count_, sum_.ndcg / count_};
}

NextFigures next_figures(size_t place, size_t k) {
  return place < k ? NextFigures{1, gain(place)} : NextFigures{};
}

double auc(std::span<const float> scores, std::span<const uint8_t> positive) {
  SOLEIL_CHECK(scores.size() == positive.size());
  return auc_of(runs_of(scores, positive));
}

ImpressionFigures impression_figures(std::span<const uint32_t> viewers,
                                     std::span<const float> scores,
                                     std::span<const uint8_t> positive) {
  SOLEIL_CHECK(viewers.size() == scores.size() && scores.size() == positive.size());
  std::vector<size_t> order(viewers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t row) { return viewers[row]; });
  ImpressionFigures figures;
  figures.auc = auc(scores, positive);
  GaucSum gauc;
  std::vector<float> own_scores;
  std::vector<uint8_t> own_positive;
  for (size_t i = 0; i < order.size(); ++i) {
    own_scores.push_back(scores[order[i]]);
    own_positive.push_back(positive[order[i]]);
    if (i + 1 < order.size() && viewers[order[i + 1]] == viewers[order[i]]) continue;
    add_viewer(own_scores, own_positive, figures, gauc);
    own_scores.clear();
    own_positive.clear();
  }
  if (figures.viewers) figures.ndcg5 /= figures.viewers;
  if (gauc.weight > 0) figures.gauc = gauc.weighted / gauc.weight;
  figures.primary = (figures.gauc + figures.ndcg5) / 2;
  return figures;
}

}  // namespace soleil::eval
