// CoCounts: how many viewers two videos have in common, each viewer counting 1 / (own videos)^a, so
// that those who watch everything say less. Rows are made when asked for; nothing n x n is kept.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learning/items/item_weights.h"
#include "learning/items/video_lists.h"

namespace soleil {

class CoCounts {
 public:
  // signal speaks for target; both have the same viewers. They may be the same lists.
  CoCounts(const VideoLists& signal, const VideoLists& target, size_t videos,
           double viewer_exponent);

  // Working space of one thread.
  struct Scratch {
    std::vector<float> sums;
    std::vector<uint32_t> touched;
  };
  Scratch scratch() const { return {std::vector<float>(videos_), {}}; }

  // All signal videos that share a viewer with this target video, in no order.
  void column(uint32_t target_video, Scratch& scratch, std::vector<Weight>& out) const;
  size_t videos() const { return videos_; }
  // The diagonal of signal' * weights * signal: how much each video was watched.
  const std::vector<float>& watched() const { return watched_; }
  const std::vector<float>& wanted() const { return wanted_; }  // the same of target
  size_t viewers() const { return viewer_weight_.size(); }
  std::span<const uint32_t> viewers_of(uint32_t target_video) const {
    return viewers_of_target_.of(target_video);
  }
  float viewer_weight(uint32_t viewer) const { return viewer_weight_[viewer]; }
  double pairs() const { return pairs_; }  // additions that all columns together take

 private:
  const VideoLists& signal_;
  VideoLists viewers_of_target_;
  size_t videos_;
  std::vector<float> viewer_weight_, watched_, wanted_;
  double pairs_ = 0;
};

}  // namespace soleil
