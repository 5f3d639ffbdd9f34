#include "experiments/statistics.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {
constexpr double kZ95 = 1.959964, kZ80 = 0.841621;
}

void ClusterSums::add(double numerator, double denominator) {
  ++viewers;
  y += numerator;
  x += denominator;
  yy += numerator * numerator;
  xy += numerator * denominator;
  xx += denominator * denominator;
}

double Estimate::low() const {
  return value - kZ95 * std::sqrt(variance);
}
double Estimate::high() const {
  return value + kZ95 * std::sqrt(variance);
}

Estimate ratio_of(const ClusterSums& s) {
  Estimate out;
  out.viewers = s.viewers;
  if (s.viewers < 2 || s.x <= 0) return out;
  const auto n = static_cast<double>(s.viewers);
  out.value = s.y / s.x;
  const double squares = s.yy - 2 * out.value * s.xy + out.value * out.value * s.xx;
  out.variance = std::max(0.0, squares) * n / (n - 1) / (s.x * s.x);
  return out;
}

Comparison compare(const Estimate& first, const Estimate& other) {
  Comparison out;
  out.enough = std::min(first.viewers, other.viewers) >= kViewersMin;
  out.difference = other.value - first.value;
  const double variance = first.variance + other.variance;
  if (variance <= 0) return out;
  const double spread = std::sqrt(variance);
  out.p = normal_two_sided(out.difference / spread);
  out.low = out.difference - kZ95 * spread;
  out.high = out.difference + kZ95 * spread;
  // The mixture's variance is that of the difference at kTunedViewers an arm.
  const auto a = static_cast<double>(first.viewers), b = static_cast<double>(other.viewers);
  const double mixture = variance * (2 / (1 / a + 1 / b)) / kTunedViewers;
  const double sum = variance + mixture;
  const double squared = out.difference * out.difference;
  const double log_ratio =
      0.5 * std::log(variance / sum) + squared * mixture / (2 * variance * sum);
  out.any_p = std::min(1.0, std::exp(-log_ratio));
  const double reach =
      std::sqrt(variance * sum / mixture * (2 * std::log(1 / kAlpha) + std::log(sum / variance)));
  out.any_low = out.difference - reach;
  out.any_high = out.difference + reach;
  return out;
}

double viewers_needed(const Estimate& estimate, double relative) {
  const double wanted = std::abs(estimate.value) * relative;
  if (wanted <= 0) return 0;
  const double one = estimate.variance * static_cast<double>(estimate.viewers);
  return 2 * one * (kZ95 + kZ80) * (kZ95 + kZ80) / (wanted * wanted);
}

double normal_two_sided(double z) {
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

// The regularised upper incomplete gamma function of half the degrees, by its recurrence: whole
// numbers start from exp(-x), halves from erfc (Abramowitz and Stegun 6.5.22).
double chi_square_above(double x, int degrees) {
  if (x <= 0 || degrees <= 0) return 1;
  const double half = x / 2;
  double a = degrees % 2 ? 0.5 : 1.0;
  double above = degrees % 2 ? std::erfc(std::sqrt(half)) : std::exp(-half);
  for (; a < degrees / 2.0; a += 1)
    above += std::exp(a * std::log(half) - half - std::lgamma(a + 1));
  return std::clamp(above, 0.0, 1.0);
}

double split_p(const std::vector<int64_t>& viewers, const std::vector<double>& shares) {
  double total = 0, shared = 0, distance = 0;
  int arms = 0;
  for (size_t i = 0; i < viewers.size() && i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    total += static_cast<double>(viewers[i]);
    shared += shares[i];
    ++arms;
  }
  if (arms < 2 || total <= 0) return 1;
  for (size_t i = 0; i < viewers.size() && i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    const double expected = total * shares[i] / shared;
    const double off = static_cast<double>(viewers[i]) - expected;
    distance += off * off / expected;
  }
  return chi_square_above(distance, arms - 1);
}

}  // namespace soleil
