// WatchScorer: the expected satisfaction, part by part: the main term of the score.
#pragma once

#include "recommend/scorer.h"

namespace soleil {

class WatchScorer final : public Scorer {
 public:
  explicit WatchScorer(double weight) : weight_(weight) {}
  std::string_view name() const override { return "watch"; }
  void score(const Query&, const Candidate& c, Terms& out) const override {
    static constexpr std::string_view kNames[kParts] = {
        "base", "quality", "tags", "author", "sound", "language", "length", "match", "co_watch"};
    for (size_t i = 0; i < kParts; ++i)
      if (c.prediction.watch[i] != 0)
        out.add(kNames[i], weight_ * static_cast<double>(c.prediction.watch[i]));
  }

 private:
  const double weight_;
};

}  // namespace soleil
