// SeenSet: the videos a viewer has met, 8 bytes each, sorted. Bounded: past kSeenMax the oldest
// video (ids are sorted by time) is forgotten and could be met again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/id.h"

namespace soleil {

class SeenSet {
 public:
  static constexpr size_t kSeenMax = 50'000;

  void insert(VideoId id) {
    const auto at = std::lower_bound(ids_.begin(), ids_.end(), id.value);
    if (at != ids_.end() && *at == id.value) return;
    ids_.insert(at, id.value);
    if (ids_.size() > kSeenMax) ids_.erase(ids_.begin());
  }
  bool contains(VideoId id) const { return std::binary_search(ids_.begin(), ids_.end(), id.value); }
  size_t size() const { return ids_.size(); }

 private:
  std::vector<uint64_t> ids_;
};

}  // namespace soleil
