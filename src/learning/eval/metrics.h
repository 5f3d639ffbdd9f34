// The figures of an evaluation. Pure; scores must be numbers (a NaN is a bug and aborts).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace soleil::eval {

// Full-ranking figures of one viewer, as LightGCN (SIGIR 2020) defines them: recall = hits in the
// first k / relevant; ndcg = sum of 1/log2(place + 2) over hits / the same sum for a perfect list
// (its first min(k, relevant) places). ranked: best first, no repeats; relevant: sorted, not empty.
struct RankingFigures {
  double recall = 0, ndcg = 0;
};
RankingFigures ranking_figures(std::span<const uint32_t> ranked, std::span<const uint32_t> relevant,
                               size_t k);

// The mean over viewers.
class RankingMean {
 public:
  void add(const RankingFigures& viewer);
  RankingFigures mean() const;  // zeros when nothing was added
  size_t count() const { return count_; }

 private:
  RankingFigures sum_;
  size_t count_ = 0;
};

// Figures of one predicted next item: place = how many were ranked above it. HR@k is 1 below k;
// NDCG@k is 1/log2(place + 2) below k.
struct NextFigures {
  double hit = 0, ndcg = 0;
};
NextFigures next_figures(size_t place, size_t k);

// The probability that a positive is scored above a negative, equal scores counting half; 0.5
// where either is missing.
double auc(std::span<const float> scores, std::span<const uint8_t> positive);

// Figures within each viewer's impressions. gauc: mean of the viewers' AUC, weighed by positives,
// over viewers with 0 < positives < impressions. ndcg5: mean over all viewers, 0 where none is
// positive. Equal scores share their places evenly (the mean over all their orders), so the order
// of the file cannot help. primary = (gauc + ndcg5) / 2.
struct ImpressionFigures {
  double auc = 0, gauc = 0, ndcg5 = 0, primary = 0;  // auc: over all rows together
  size_t viewers = 0, viewers_ranked = 0;            // ranked: those that count for gauc
};
ImpressionFigures impression_figures(std::span<const uint32_t> viewers,
                                     std::span<const float> scores,
                                     std::span<const uint8_t> positive);

}  // namespace soleil::eval
