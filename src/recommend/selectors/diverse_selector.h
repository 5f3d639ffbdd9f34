// DiverseSelector: the best first, but not all the same. Place by place it takes the candidate of
// highest score less its likeness to what the page (and the last videos served) already hold;
// likeness weighs more while little is known of the viewer. Never an author or a sound twice in a
// row while there is another choice. A share of the places, drawn by the seed, goes to candidates
// that are owed exposure.
#pragma once

#include "recommend/selector.h"

namespace soleil {

class DiverseSelector final : public Selector {
 public:
  struct Weights {
    double sameness_new, sameness_settled;  // of likeness 0..1, at first and after many viewings
    double settled_after;                   // viewings until half way between them
    double explore_share;                   // of places, 0..1
  };
  explicit DiverseSelector(const Weights& weights) : weights_(weights) {}
  Candidates select(const Query& query, Candidates candidates) const override;

 private:
  bool explores(const Query& query, size_t place) const;
  const Weights weights_;
};

double likeness(const Video& a, const Video& b);  // 0..1: tags, author, sound

}  // namespace soleil
