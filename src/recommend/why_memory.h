// WhyMemory: why each video was served to a viewer: the terms exactly as they were summed. In
// memory only: the last kEachMax videos of a viewer, the viewers served last, `entries_max` in all.
// Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "recommend/candidate.h"

namespace soleil {

struct Why {
  VideoId video;
  double score = 0;
  std::string recipe;
  std::string_view source;
  std::vector<Contribution> contributions;
  std::string tag;  // the tag that spoke most for it, or ""
  VideoId because;  // the watched video that spoke most for it, or none
  bool explores = false;
};

Why why_of(const Candidate& served, std::string recipe);

class WhyMemory {
 public:
  static constexpr size_t kEachMax = 500;
  explicit WhyMemory(size_t entries_max) : entries_max_(entries_max) {}
  void keep(ViewerId viewer, Why why);
  std::optional<Why> find(ViewerId viewer, VideoId video) const;
  void forget(ViewerId viewer);

 private:
  struct Kept {
    std::deque<Why> entries;  // newest last
    std::list<ViewerId>::iterator place;
  };
  void make_room();
  const size_t entries_max_;
  mutable std::mutex mutex_;
  size_t entries_ = 0;
  std::list<ViewerId> viewers_;  // served last first
  std::unordered_map<ViewerId, Kept> kept_;
};

}  // namespace soleil
