// ExploreSource: the exploration floor. Each video that became public within the last `days` is
// owed `exposures`; those that wait longest come first, so that none is starved by newer ones, and
// the scorers choose among the few offered the one that suits this viewer best.
#pragma once

#include "model/knowledge.h"
#include "recommend/listed_videos.h"
#include "recommend/source.h"

namespace soleil {

class ExploreSource final : public Source {
 public:
  ExploreSource(ListedVideos& listed, const Knowledge& knowledge, double exposures, double days)
      : listed_(listed), knowledge_(knowledge), exposures_(exposures), days_(days) {}
  std::string_view name() const override { return "explore"; }
  bool explores() const override { return true; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override;

 private:
  ListedVideos& listed_;
  const Knowledge& knowledge_;
  const double exposures_, days_;
};

}  // namespace soleil
