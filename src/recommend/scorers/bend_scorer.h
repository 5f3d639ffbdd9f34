// BendScorer: the viewer's sliders. Each term is the operator's published weight times the viewer's
// level (-2..2) times what the video has of the thing, and shows in "why" like every other.
#pragma once

#include "recommend/scorer.h"

namespace soleil {

class BendScorer final : public Scorer {
 public:
  struct Weights {
    double tag, language, new_creators, length;  // of one level
  };
  explicit BendScorer(const Weights& weights) : weights_(weights) {}
  std::string_view name() const override { return "bend"; }
  void score(const Query& query, const Candidate& candidate, Terms& out) const override;

 private:
  const Weights weights_;
};

// 1 for an author who came this minute, 0.5 after 30 days.
double newness(AccountId author, int64_t now_ms);
// -1 for 4 s and less, 0 for 30 s, 1 for 4 min and more.
double longness(int64_t duration_ms);

}  // namespace soleil
