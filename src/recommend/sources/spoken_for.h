// The videos that a viewer's last enjoyed ones speak for, those most spoken for first: strengths
// are summed over the neighbours of each, an earlier one counting less by `fade`.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/knowledge.h"
#include "recommend/query.h"
#include "recommend/sources/unseen.h"

namespace soleil {

inline constexpr float kEnjoyed = 0.6F;  // satisfaction

template <class NeighboursOf>
std::vector<VideoId> spoken_for(const Query& query, size_t recent_max, float fade,
                                const NeighboursOf& neighbours_of) {
  std::unordered_map<VideoId, float> strengths;
  float counts = 1;
  size_t looked = 0;
  for (const Recent& recent : query.taste.recent) {
    if (recent.satisfaction < kEnjoyed) continue;
    if (++looked > recent_max) break;
    for (const Neighbour& one : neighbours_of(recent.video))
      if (!query.taste.seen.contains(one.video)) strengths[one.video] += counts * one.strength;
    counts *= fade;
  }
  std::vector<std::pair<float, VideoId>> order;
  for (const auto& [video, strength] : strengths) order.push_back({strength, video});
  std::sort(order.rbegin(), order.rend());
  std::vector<VideoId> out;
  for (const auto& [strength, video] : order) out.push_back(video);
  return out;
}

}  // namespace soleil
