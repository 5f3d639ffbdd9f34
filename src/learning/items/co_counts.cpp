#include "learning/items/co_counts.h"

#include <algorithm>
#include <cmath>

namespace soleil {

CoCounts::CoCounts(const VideoLists& signal, const VideoLists& target, size_t videos,
                   double viewer_exponent)
    : signal_(signal),
      viewers_of_target_(target.transposed(videos)),
      videos_(videos),
      viewer_weight_(signal.viewers()),
      watched_(videos),
      wanted_(videos) {
  for (uint32_t viewer = 0; viewer < signal.viewers(); ++viewer) {
    const double size = std::max<size_t>(1, signal.of(viewer).size());
    const auto weight = static_cast<float>(std::pow(size, -viewer_exponent));
    viewer_weight_[viewer] = weight;
    for (const uint32_t video : signal.of(viewer)) watched_[video] += weight;
    for (const uint32_t video : target.of(viewer)) wanted_[video] += weight;
    pairs_ += size * target.of(viewer).size();
  }
}

void CoCounts::column(uint32_t target_video, Scratch& scratch, std::vector<Weight>& out) const {
  for (const uint32_t viewer : viewers_of_target_.of(target_video))
    for (const uint32_t video : signal_.of(viewer)) {
      if (scratch.sums[video] == 0) scratch.touched.push_back(video);
      scratch.sums[video] += viewer_weight_[viewer];
    }
  out.clear();
  for (const uint32_t video : scratch.touched) {
    out.push_back({video, scratch.sums[video]});
    scratch.sums[video] = 0;
  }
  scratch.touched.clear();
}

}  // namespace soleil
