// ItemsSource: what the closed-form item model, fitted in the background, offers to somebody with
// this viewer's last enjoyed videos.
#pragma once

#include "catalog/catalog.h"
#include "model/knowledge.h"
#include "recommend/source.h"
#include "recommend/sources/spoken_for.h"

namespace soleil {

class ItemsSource final : public Source {
 public:
  ItemsSource(const Catalog& catalog, const Knowledge& knowledge)
      : catalog_(catalog), knowledge_(knowledge) {}
  std::string_view name() const override { return "items"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    const auto near = spoken_for(query, kRecentMax, kFade, count_max, [&](VideoId video) {
      return knowledge_.item_neighbours(video, kEach);
    });
    add_unseen(query, catalog_, near, count_max, out);
    return {};
  }

 private:
  static constexpr size_t kRecentMax = 20, kEach = 50;
  static constexpr float kFade = 0.97F;  // tastes, not the moment: all count nearly the same
  const Catalog& catalog_;
  const Knowledge& knowledge_;
};

}  // namespace soleil
