// AskedSource: the tags and languages of which the viewer asked for more: a slider must move what
// is offered, not only its order.
#pragma once

#include "catalog/catalog.h"
#include "recommend/listed_videos.h"
#include "recommend/source.h"

namespace soleil {

class AskedSource final : public Source {
 public:
  AskedSource(const Catalog& catalog, const ListedVideos& listed)
      : catalog_(catalog), listed_(listed) {}
  std::string_view name() const override { return "asked"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override;

 private:
  const Catalog& catalog_;
  const ListedVideos& listed_;
};

}  // namespace soleil
