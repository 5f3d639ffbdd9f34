// ViewerNeighbours: what viewers with a like history have watched. A viewer v is as near to a
// history as the videos they share, each counting value * viewers^-video_exponent, over (own
// videos of v)^size_exponent; each video gets the nearness of the nearest `count` who watched it.
// Videos with very many viewers are looked up in an even sample of them. Const: any thread.
#pragma once

#include <span>
#include <vector>

#include "learning/items/item_weights.h"
#include "learning/items/video_lists.h"

namespace soleil {

struct ViewerNeighbourSettings {
  double video_exponent = 0.5, size_exponent = 0.5;
  size_t count = 128;
};

class ViewerNeighbours {
 public:
  ViewerNeighbours() = default;
  ViewerNeighbours(const VideoLists& lists, size_t videos, const ViewerNeighbourSettings& settings);

  // One row of scores (videos long) for each history. Added to what is there.
  void score(std::span<const std::vector<Watch>> histories, std::span<float> scores) const;

 private:
  VideoLists lists_, viewers_;
  size_t videos_ = 0, count_ = 0;
  std::vector<float> of_video_, of_viewer_;  // what each counts
};

}  // namespace soleil
