// Statistics of experiments. Pure.
//
// A metric is a ratio of sums (long views / viewings) whose independent units are viewers, not
// viewings; its variance is that of the delta method with viewers as clusters (Deng, Knoblich, Lu:
// Applying the Delta Method in Metric Analytics, KDD 2018). Two arms are compared by the
// difference.
//
// Two readings of one difference:
//  - at the planned end, looked at once: the normal test (Welch's, for many viewers);
//  - any time, however often it is looked at: the mixture sequential probability ratio test with a
//    normal mixture (Robbins 1970; Johari et al., Peeking at A/B Tests, KDD 2017), with variances
//    from the sample, so it holds for many viewers: below kViewersMin an arm nothing is decided.
#pragma once

#include <cstdint>
#include <vector>

namespace soleil {

inline constexpr int64_t kViewersMin = 100;  // an arm, before anything is decided
inline constexpr double kAlpha = 0.05;       // of wrongly seeing a difference
// Where the any-time test is sharpest, viewers an arm. With more it loses little (it sees 3.1
// spreads at 20 times as many), with fewer nearly all, so it is tuned to the first decision.
inline constexpr double kTunedViewers = 100;

// Sums over viewers of numerator y and denominator x.
struct ClusterSums {
  int64_t viewers = 0;
  double y = 0, x = 0, yy = 0, xy = 0, xx = 0;
  void add(double numerator, double denominator);
};

struct Estimate {
  double value = 0, variance = 0;  // variance of the value
  int64_t viewers = 0;
  double low() const;  // 95 % interval
  double high() const;
};
Estimate ratio_of(const ClusterSums& sums);

struct Comparison {
  double difference = 0;                        // other less first
  double p = 1, low = 0, high = 0;              // looked at once
  double any_p = 1, any_low = 0, any_high = 0;  // however often
  bool enough = false;                          // both arms have kViewersMin viewers
};
Comparison compare(const Estimate& first, const Estimate& other);

// Viewers an arm until a difference of `relative` (0.02: 2 %) is seen four times in five.
double viewers_needed(const Estimate& estimate, double relative);

// The probability of a split at least as far from `shares` if viewers were split so (chi-square):
// tiny means that the assignment or the counting is broken.
double split_p(const std::vector<int64_t>& viewers, const std::vector<double>& shares);

double normal_two_sided(double z);               // P(|Z| >= |z|)
double chi_square_above(double x, int degrees);  // P(X >= x)

}  // namespace soleil
