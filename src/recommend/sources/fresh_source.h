// FreshSource: the newest videos that the viewer has not met, as deep as it takes: while anything
// unseen is left, it finds it.
#pragma once

#include "recommend/listed_videos.h"
#include "recommend/source.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class FreshSource final : public Source {
 public:
  explicit FreshSource(const ListedVideos& listed) : listed_(listed) {}
  std::string_view name() const override { return "fresh"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    listed_.newest(count_max, meetable(query), out);
    return {};
  }

 private:
  const ListedVideos& listed_;
};

}  // namespace soleil
