// SampleSource: a few from anywhere in the catalogue, so that no corner of it is out of reach.
#pragma once

#include "recommend/listed_videos.h"
#include "recommend/source.h"
#include "recommend/sources/meetable.h"

namespace soleil {

class SampleSource final : public Source {
 public:
  explicit SampleSource(const ListedVideos& listed) : listed_(listed) {}
  std::string_view name() const override { return "sample"; }
  Result<void> find(const Query& query, size_t count_max,
                    std::vector<VideoSlot>& out) const override {
    listed_.sample(count_max, query.seed, meetable(query), out);
    return {};
  }

 private:
  const ListedVideos& listed_;
};

}  // namespace soleil
