// ActionScorer: the probabilities of liking, sharing, skipping and refusing, each with its weight
// (the last two are negative).
#pragma once

#include "recommend/scorer.h"

namespace soleil {

class ActionScorer final : public Scorer {
 public:
  struct Weights {
    double like, share, skip, not_interested;
  };
  explicit ActionScorer(const Weights& weights) : weights_(weights) {}
  std::string_view name() const override { return "actions"; }
  void score(const Query&, const Candidate& c, std::vector<Contribution>& out) const override {
    const Prediction& p = c.prediction;
    out.push_back({"like", weights_.like * static_cast<double>(p.like)});
    out.push_back({"share", weights_.share * static_cast<double>(p.share)});
    out.push_back({"skip", weights_.skip * static_cast<double>(p.skip)});
    out.push_back(
        {"not_interested", weights_.not_interested * static_cast<double>(p.not_interested)});
  }

 private:
  const Weights weights_;
};

}  // namespace soleil
