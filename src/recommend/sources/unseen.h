// Reads a newest-first listing of the catalogue page by page until enough of it is meetable.
#pragma once

#include <vector>

#include "catalog/catalog.h"
#include "recommend/sources/meetable.h"

namespace soleil {

// read(before, limit): ids below `before`, newest first.
template <class Read>
void add_unseen(const Query& query, size_t count_max, std::vector<VideoId>& out, Read read) {
  constexpr size_t kPage = 100, kLookedMax = 20'000;
  VideoId before;
  size_t added = 0;
  for (size_t looked = 0; looked < kLookedMax && added < count_max; looked += kPage) {
    const std::vector<VideoPtr> page = read(before, kPage);
    for (const VideoPtr& video : page) {
      if (added == count_max) return;
      if (!is_listed(*video) || !is_meetable(query, *video)) continue;
      out.push_back(video->id);
      ++added;
    }
    if (page.size() < kPage) return;
    before = page.back()->id;
  }
}

}  // namespace soleil
