// ReadingScorer: videos in a language the viewer's browser or account asks for.
#pragma once

#include <algorithm>

#include "recommend/scorer.h"

namespace soleil {

class ReadingScorer final : public Scorer {
 public:
  explicit ReadingScorer(double weight) : weight_(weight) {}
  std::string_view name() const override { return "reading"; }
  void score(const Query& q, const Candidate& c, Terms& out) const override {
    if (std::find(q.languages.begin(), q.languages.end(), c.card.language) != q.languages.end())
      out.add("reading", weight_);
  }

 private:
  const double weight_;
};

}  // namespace soleil
