// Sequences: what each viewer watched, in order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learning/eval/rows.h"
#include "learning/items/video_lists.h"

namespace soleil::eval {

struct Sequences {
  size_t videos = 0;  // those in the rows
  std::vector<std::vector<uint32_t>> of_viewer;
  // For each row of a viewer, where it stands among all rows in time: 0 first, 1 last. Without
  // times all are 1.
  std::vector<std::vector<float>> moment;

  std::span<const uint32_t> of(uint32_t viewer) const;  // empty for a viewer not known
  bool many() const;  // more rows than can be looked at again and again within minutes
  // The same as sets, of the last rows of each viewer.
  VideoLists lists(size_t rows_max = SIZE_MAX) const;
};

// In the order of time_ms; rows without one come first; equal times keep the order of the rows.
Sequences sequences_of(const Rows& rows);

// Takes the last row of each viewer who has at least two: (viewer, video), by viewer.
std::vector<std::pair<uint32_t, uint32_t>> take_last(Sequences& sequences);

}  // namespace soleil::eval
