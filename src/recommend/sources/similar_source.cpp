#include "recommend/sources/similar_source.h"

namespace soleil {
namespace {
constexpr size_t kRecentMax = 20, kEach = 16;
constexpr float kSatisfied = 0.6F;
}  // namespace

Result<std::vector<VideoId>> SimilarSource::find(const Query& query, size_t count_max) const {
  std::vector<VideoId> out;
  size_t looked = 0;
  for (const Recent& recent : query.taste.recent) {
    if (recent.satisfaction < kSatisfied) continue;
    if (++looked > kRecentMax) break;
    for (const Neighbour& near : knowledge_.similar(recent.video, kEach))
      if (out.size() < count_max && !query.taste.seen.contains(near.video))
        out.push_back(near.video);
  }
  return out;
}

}  // namespace soleil
