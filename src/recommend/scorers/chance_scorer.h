// ChanceScorer: a little chance, the same for the same seed and video.
#pragma once

#include "base/hash.h"
#include "recommend/scorer.h"

namespace soleil {

class ChanceScorer final : public Scorer {
 public:
  explicit ChanceScorer(double weight) : weight_(weight) {}
  std::string_view name() const override { return "chance"; }
  void score(const Query& q, const Candidate& c, Terms& out) const override {
    const uint64_t value = c.id.value;
    const uint64_t drawn =
        hash64({reinterpret_cast<const char*>(&value), sizeof value}, q.seed) >> 11;
    out.add("chance", weight_ * static_cast<double>(drawn) / static_cast<double>(1ULL << 53));
  }

 private:
  const double weight_;
};

}  // namespace soleil
