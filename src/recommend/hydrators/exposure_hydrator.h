// ExposureHydrator: of candidates that are owed exposure: how many they had and how much of their
// time they have waited.
#pragma once

#include <algorithm>

#include "model/knowledge.h"
#include "recommend/hydrator.h"
#include "recommend/listed_videos.h"

namespace soleil {

class ExposureHydrator final : public Hydrator {
 public:
  ExposureHydrator(const ListedVideos& listed, const Knowledge& knowledge, double days)
      : listed_(listed), knowledge_(knowledge), days_(days) {}
  std::string_view name() const override { return "exposure"; }
  Result<void> complete(const Query& query, Candidates& candidates) const override {
    for (Candidate& candidate : candidates) {
      if (!candidate.explores) continue;
      const Knowledge::Exposures had = knowledge_.exposures(candidate.id);
      candidate.exposures = had.met + had.on_the_way;
      const auto age_ms =
          static_cast<double>(query.now_ms - listed_.listed_ms(candidate.card.slot));
      candidate.waited = static_cast<float>(std::clamp(age_ms / (days_ * 86'400'000), 0.0, 1.0));
    }
    return {};
  }

 private:
  const ListedVideos& listed_;
  const Knowledge& knowledge_;
  const double days_;
};

}  // namespace soleil
