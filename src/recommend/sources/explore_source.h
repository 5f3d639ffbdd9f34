// ExploreSource: the exploration floor. Each video that became public within the last `days` is
// owed `exposures`. Half of those offered wait longest, so that none is starved by newer ones; the
// others are drawn by the seed, so that a newer one need not wait until those are done. The
// selector draws among them by what is expected and how little is known (diverse_selector.h).
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/listed_videos.h"
#include "recommend/source.h"

namespace soleil {

class ExploreSource final : public Source {
 public:
  ExploreSource(const Catalog& catalog, ListedVideos& listed, const Knowledge& knowledge,
                double exposures, double days)
      : catalog_(catalog),
        listed_(listed),
        knowledge_(knowledge),
        exposures_(exposures),
        days_(days) {}
  std::string_view name() const override { return "explore"; }
  bool explores() const override { return true; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override;

 private:
  const Catalog& catalog_;
  ListedVideos& listed_;
  const Knowledge& knowledge_;
  const double exposures_, days_;
};

}  // namespace soleil
