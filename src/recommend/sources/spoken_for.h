// The videos that a viewer's last enjoyed ones speak for, those most spoken for first: strengths
// are summed over the neighbours of each, an earlier one counting less by `fade`.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "model/knowledge.h"
#include "recommend/place_set.h"
#include "recommend/query.h"
#include "recommend/sources/unseen.h"

namespace soleil {

inline constexpr float kEnjoyed = 0.6F;  // satisfaction

// At most count_max of them.
template <class NeighboursOf>
std::vector<VideoId> spoken_for(const Query& query, size_t recent_max, float fade, size_t count_max,
                                const NeighboursOf& neighbours_of) {
  thread_local PlaceSet<uint64_t> places;
  places.clear();
  std::vector<std::pair<float, VideoId>> order;
  float counts = 1;
  size_t looked = 0;
  for (const Recent& recent : query.taste.recent) {
    if (recent.satisfaction < kEnjoyed) continue;
    if (++looked > recent_max) break;
    for (const Neighbour& one : neighbours_of(recent.video)) {
      const uint32_t at = places.put(one.video.value, static_cast<uint32_t>(order.size()));
      if (at == order.size()) order.push_back({0, one.video});
      order[at].first += counts * one.strength;
    }
    counts *= fade;
  }
  std::erase_if(order, [&](const auto& one) { return query.taste.seen.contains(one.second); });
  const auto end = order.begin() + static_cast<ptrdiff_t>(std::min(count_max, order.size()));
  std::partial_sort(order.begin(), end, order.end(), std::greater());
  std::vector<VideoId> out;
  for (auto one = order.begin(); one != end; ++one) out.push_back(one->second);
  return out;
}

}  // namespace soleil
