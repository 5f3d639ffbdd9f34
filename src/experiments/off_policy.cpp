#include "experiments/off_policy.h"

#include <algorithm>

namespace soleil {

void OffPolicy::add(const LoggedPlace& place) {
  if (!(place.propensity > 0)) return;
  double w = place.odds / place.propensity;
  if (w > kWeightMax) {
    w = kWeightMax;
    ++clipped_;
  }
  Sums& sums = viewers_[place.viewer];
  const double x = place.expected;
  sums.n += 1;
  sums.w += w;
  sums.wx += w * x;
  sums.v += place.odds_expected;
  for (size_t k = 0; k < kRewards; ++k) {
    sums.r[k] += place.rewards[k];
    sums.wr[k] += w * place.rewards[k];
    r_[k] += place.rewards[k];
    xr_[k] += x * place.rewards[k];
  }
  x_ += x;
  xx_ += x * x;
  ww_ += w * w;
  ++places_;
}

OffPolicy::Line OffPolicy::line(size_t k) const {
  const auto n = static_cast<double>(places_);
  if (n == 0) return {};
  const double spread = xx_ - x_ * x_ / n;
  const double slope = spread > 1e-9 ? (xr_[k] - x_ * r_[k] / n) / spread : 0;
  return {(r_[k] - slope * x_) / n, slope};
}

OffPolicyEstimate OffPolicy::estimate(size_t k) const {
  OffPolicyEstimate out;
  const Line q = line(k);
  ClusterSums was, ips, snips, dr, weight;
  double sum_w = 0;
  for (const auto& [viewer, s] : viewers_) {
    was.add(s.r[k], s.n);
    ips.add(s.wr[k], s.n);
    snips.add(s.wr[k], s.w);
    weight.add(s.w, s.n);
    dr.add(q.at_zero * s.n + q.slope * s.v + s.wr[k] - q.at_zero * s.w - q.slope * s.wx, s.n);
    sum_w += s.w;
  }
  out.as_it_was = ratio_of(was);
  out.ips = ratio_of(ips);
  out.snips = ratio_of(snips);
  out.dr = ratio_of(dr);
  const Estimate mean = ratio_of(weight);
  // A weight that never varies has no spread to allow for rounding.
  constexpr double kRounding = 1e-4;
  out.weight = mean.value;
  out.weight_low = mean.low() - kRounding;
  out.weight_high = mean.high() + kRounding;
  out.places = places_;
  out.clipped = clipped_;
  out.effective = ww_ > 0 ? sum_w * sum_w / ww_ : 0;
  return out;
}

}  // namespace soleil
