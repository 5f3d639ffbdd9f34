#include "learning/items/video_lists.h"

#include <algorithm>

namespace soleil {

VideoLists::VideoLists(std::vector<std::pair<uint32_t, uint32_t>> rows, size_t viewers)
    : begin_(viewers + 1) {
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  videos_.reserve(rows.size());
  for (const auto& [viewer, video] : rows) {
    videos_.push_back(video);
    begin_[viewer + 1] = videos_.size();
  }
  for (size_t viewer = 0; viewer < viewers; ++viewer)
    begin_[viewer + 1] = std::max(begin_[viewer + 1], begin_[viewer]);
}

std::span<const uint32_t> VideoLists::of(uint32_t viewer) const {
  if (viewer >= viewers()) return {};
  return std::span(videos_).subspan(begin_[viewer], begin_[viewer + 1] - begin_[viewer]);
}

bool VideoLists::has(uint32_t viewer, uint32_t video) const {
  return std::ranges::binary_search(of(viewer), video);
}

VideoLists VideoLists::transposed(size_t videos) const {
  VideoLists out;
  out.begin_.assign(videos + 1, 0);
  for (const uint32_t video : videos_) ++out.begin_[video + 1];
  for (size_t video = 0; video < videos; ++video) out.begin_[video + 1] += out.begin_[video];
  out.videos_.resize(videos_.size());
  std::vector<size_t> next(out.begin_.begin(), out.begin_.end() - 1);
  for (uint32_t viewer = 0; viewer < viewers(); ++viewer)
    for (const uint32_t video : of(viewer)) out.videos_[next[video]++] = viewer;
  return out;
}

}  // namespace soleil
