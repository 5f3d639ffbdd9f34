// VideoLists: for each viewer a list of videos, ascending, without repeats: a 0/1 matrix by rows.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace soleil {

class VideoLists {
 public:
  VideoLists() : begin_{0} {}
  VideoLists(std::vector<std::pair<uint32_t, uint32_t>> viewer_video, size_t viewers);

  std::span<const uint32_t> of(uint32_t viewer) const;  // empty for a viewer not known
  bool has(uint32_t viewer, uint32_t video) const;
  size_t viewers() const { return begin_.size() - 1; }
  size_t rows() const { return videos_.size(); }
  std::span<const uint32_t> all() const { return videos_; }
  VideoLists transposed(size_t videos) const;  // for each video its viewers

 private:
  std::vector<size_t> begin_;
  std::vector<uint32_t> videos_;
};

}  // namespace soleil
