// FreshSource: the newest videos that the viewer has not met, as deep as it takes: while anything
// unseen is left, it finds it.
#pragma once

#include "recommend/listed_videos.h"
#include "recommend/source.h"

namespace soleil {

class FreshSource final : public Source {
 public:
  explicit FreshSource(const ListedVideos& listed) : listed_(listed) {}
  std::string_view name() const override { return "fresh"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override;

 private:
  const ListedVideos& listed_;
};

}  // namespace soleil
