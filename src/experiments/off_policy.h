// OffPolicy: what a metric would have been had another recipe chosen, from pages that it did not
// make. One place at a time: each with the places before it as they were.
//
// w = odds of the other recipe / propensity of the one that served (clipped at kWeightMax):
//   IPS    mean of w r                      unbiased where the recipe that served leaves a chance
//   SNIPS  sum of w r / sum of w            less spread, slightly biased
//   DR     mean of v + w (r - q)            q: r predicted from the expected satisfaction by a line
//                                           fitted here; v: q of the other recipe's own choices
// (Dudík, Langford, Li: Doubly Robust Policy Evaluation and Learning, ICML 2011; Swaminathan,
// Joachims: The Self-Normalized Estimator, NIPS 2015.) Intervals: delta method, clusters: viewers.
//
// The mean of w must be 1. Its interval tells when it is not: choices that never get a chance
// (coverage), or wrong propensities; then none of the figures is to be believed. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "experiments/statistics.h"
#include "model/id.h"

namespace soleil {

inline constexpr size_t kRewards = 3;
inline constexpr std::array<std::string_view, kRewards> kRewardNames = {
    "long_view_rate", "watched_share", "skip_rate"};
using Rewards = std::array<double, kRewards>;

struct LoggedPlace {
  ViewerId viewer;
  double propensity = 1;               // of what was given, by the recipe that served; > 0
  double expected = 0;                 // satisfaction of what was given
  double odds = 0, odds_expected = 0;  // the other recipe's, Judgement
  Rewards rewards{};
};

struct OffPolicyEstimate {
  Estimate as_it_was, ips, snips, dr;
  double weight_low = 0, weight = 0, weight_high = 0;  // mean of w, 95 %
  int64_t places = 0, clipped = 0;
  double effective = 0;  // places' worth of information: (sum w)^2 / sum w^2
  bool sound() const { return weight_low <= 1 && weight_high >= 1; }
};

class OffPolicy {
 public:
  static constexpr double kWeightMax = 100;
  void add(const LoggedPlace& place);
  OffPolicyEstimate estimate(size_t reward) const;
  int64_t places() const { return places_; }

 private:
  struct Sums {  // of a viewer's places
    double n = 0, w = 0, wx = 0, v = 0;
    Rewards r{}, wr{};
  };
  struct Line {
    double at_zero = 0, slope = 0;
  };
  Line line(size_t reward) const;
  std::unordered_map<ViewerId, Sums> viewers_;
  int64_t places_ = 0, clipped_ = 0;
  double x_ = 0, xx_ = 0, ww_ = 0;
  Rewards r_{}, xr_{};
};

}  // namespace soleil
