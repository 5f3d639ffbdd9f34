// SimilarSource: what viewers who enjoyed what this viewer just enjoyed, enjoyed as well
// (co-watch).
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/unseen.h"

namespace soleil {

class SimilarSource final : public Source {
 public:
  SimilarSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "similar"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    std::vector<VideoId> near;
    size_t looked = 0;
    for (const Recent& recent : query.taste.recent) {
      if (recent.satisfaction < kSatisfied) continue;
      if (++looked > kRecentMax) break;
      for (const Neighbour& one : knowledge_.similar(recent.video, kEach))
        near.push_back(one.video);
    }
    add_unseen(query, catalog_, near, count_max, out);
    return {};
  }

 private:
  static constexpr size_t kRecentMax = 20, kEach = 16;
  static constexpr float kSatisfied = 0.6F;
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
