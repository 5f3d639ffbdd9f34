// Those of the videos that learning names which the viewer has not seen, as slots, until `out`
// holds count_max. What the catalogue does not know (any more) is passed over.
#pragma once

#include <span>
#include <vector>

#include "catalog/catalog.h"
#include "recommend/query.h"

namespace soleil {

inline void add_unseen(const Query& query, const Catalog& catalog, std::span<const VideoId> from,
                       size_t count_max, std::vector<VideoSlot>& out) {
  std::vector<VideoId> unseen;
  for (const VideoId id : from) {
    if (out.size() + unseen.size() >= count_max) break;
    if (!query.taste.seen.contains(id)) unseen.push_back(id);
  }
  const size_t before = out.size();
  catalog.slots(unseen, out);
  out.erase(std::remove(out.begin() + static_cast<ptrdiff_t>(before), out.end(), kNoSlot),
            out.end());
}

}  // namespace soleil
