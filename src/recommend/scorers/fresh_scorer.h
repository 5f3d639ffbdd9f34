// FreshScorer: newer is a little better; halves every half-life.
#pragma once

#include <algorithm>
#include <cmath>

#include "recommend/scorer.h"

namespace soleil {

class FreshScorer final : public Scorer {
 public:
  FreshScorer(double weight, double half_life_days)
      : weight_(weight), half_life_ms_(half_life_days * 86'400'000) {}
  std::string_view name() const override { return "fresh"; }
  void score(const Query& q, const Candidate& c, Terms& out) const override {
    const auto age_ms = static_cast<double>(std::max<int64_t>(0, q.now_ms - c.card.published_ms));
    out.add("fresh", weight_ * std::exp2(-age_ms / half_life_ms_));
  }

 private:
  const double weight_, half_life_ms_;
};

}  // namespace soleil
