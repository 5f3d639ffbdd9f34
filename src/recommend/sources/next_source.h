// NextSource: what is watched right after what this viewer just enjoyed (learned transitions): the
// second part, the answer, the next of a series.
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/spoken_for.h"

namespace soleil {

class NextSource final : public Source {
 public:
  NextSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "next"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    const auto near = spoken_for(query, kRecentMax, kFade, count_max,
                                 [&](VideoId video) { return knowledge_.next(video, kEach); });
    add_unseen(query, catalog_, near, count_max, out);
    return {};
  }

 private:
  static constexpr size_t kRecentMax = 6, kEach = 8;
  static constexpr float kFade = 0.7F;  // a step back counts so much less
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
