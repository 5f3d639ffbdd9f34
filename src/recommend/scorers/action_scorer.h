// ActionScorer: the probabilities of liking, sharing, following the author, skipping, refusing and
// reporting, each with its weight (the last three are negative). How probable a follow is comes
// from what all viewers made of such videos, never from whom this one follows.
#pragma once

#include "recommend/scorer.h"

namespace soleil {

class ActionScorer final : public Scorer {
 public:
  struct Weights {
    double like, share, follow, skip, not_interested, report;
  };
  explicit ActionScorer(const Weights& weights) : weights_(weights) {}
  std::string_view name() const override { return "actions"; }
  void score(const Query&, const Candidate& c, Terms& out) const override {
    const Prediction& p = c.prediction;
    out.add("like", weights_.like * static_cast<double>(p.like));
    out.add("share", weights_.share * static_cast<double>(p.share));
    out.add("follow", weights_.follow * static_cast<double>(p.follow));
    out.add("skip", weights_.skip * static_cast<double>(p.skip));
    out.add("not_interested", weights_.not_interested * static_cast<double>(p.not_interested));
    out.add("report", weights_.report * static_cast<double>(p.report));
  }

 private:
  const Weights weights_;
};

}  // namespace soleil
