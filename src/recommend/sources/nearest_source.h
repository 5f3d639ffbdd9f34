// NearestSource: videos whose learned vectors match the viewer's best, whatever their tags say.
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class NearestSource final : public Source {
 public:
  NearestSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "nearest"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    std::vector<VideoId> near;
    for (const Neighbour& one : knowledge_.nearest(query.viewer, count_max))
      near.push_back(one.video);
    add_unseen(query, catalog_, near, count_max, out);
    return {};
  }

 private:
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
