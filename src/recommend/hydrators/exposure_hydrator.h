// ExposureHydrator: of candidates that are owed exposure: how many they had and how much of their
// time they have waited.
#pragma once

#include <algorithm>
#include <vector>

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
    std::vector<Candidate*> owed;
    std::vector<VideoId> ids;
    for (Candidate& candidate : candidates) {
      if (!candidate.explores) continue;
      owed.push_back(&candidate);
      ids.push_back(candidate.id);
    }
    const auto had = knowledge_.exposures(ids);
    for (size_t i = 0; i < owed.size(); ++i) {
      owed[i]->exposures = had[i].met + had[i].on_the_way;
      const auto age_ms = static_cast<double>(query.now_ms - listed_.listed_ms(owed[i]->card.slot));
      owed[i]->waited = static_cast<float>(std::clamp(age_ms / (days_ * 86'400'000), 0.0, 1.0));
    }
    return {};
  }

 private:
  const ListedVideos& listed_;
  const Knowledge& knowledge_;
  const double days_;
};

}  // namespace soleil
