// MutedFilter: what the viewer muted is never served to them, in no feed.
#pragma once

#include "catalog/catalog.h"
#include "recommend/filter.h"

namespace soleil {

class MutedFilter final : public Filter {
 public:
  explicit MutedFilter(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "muted"; }
  std::optional<std::string_view> refuses(const Query& q, const Candidate& c) const override {
    if (q.mutes.empty()) return std::nullopt;
    Video video;  // of which the mutes look at these
    video.author = c.card.author;
    video.sound = c.card.sound;
    video.title = catalog_.title(c.card.slot);
    for (const Word tag : c.card.tags()) video.tags.push_back(*tag);
    return q.mutes.refuses(video);
  }

 private:
  const Catalog& catalog_;
};

}  // namespace soleil
