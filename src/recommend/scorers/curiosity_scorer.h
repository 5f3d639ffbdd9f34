// CuriosityScorer: what the viewer has met little of deserves a try: finds a new viewer's taste
// quickly, and keeps an old one's from closing in.
#pragma once

#include "recommend/scorer.h"

namespace soleil {

class CuriosityScorer final : public Scorer {
 public:
  explicit CuriosityScorer(double weight) : weight_(weight) {}
  std::string_view name() const override { return "curiosity"; }
  void score(const Query&, const Candidate& c, Terms& out) const override {
    out.add("curiosity", weight_ * static_cast<double>(c.prediction.unknown));
  }

 private:
  const double weight_;
};

}  // namespace soleil
