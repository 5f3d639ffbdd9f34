// The rows of the full-ranking protocol in the shape that models want: for each viewer, the videos
// of the train rows (the mask: never recommended again) and those met with interest.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "learning/eval/rows.h"

namespace soleil::eval {

// One list of videos for each viewer, ascending, without repeats.
class VideoLists {
 public:
  VideoLists() : begin_{0} {}
  explicit VideoLists(std::vector<std::pair<uint32_t, uint32_t>> viewer_video, size_t viewers);
  std::span<const uint32_t> of(uint32_t viewer) const;  // empty for a viewer not known
  bool has(uint32_t viewer, uint32_t video) const;
  size_t viewers() const { return begin_.size() - 1; }
  size_t rows() const { return videos_.size(); }
  std::span<const uint32_t> all() const { return videos_; }

 private:
  std::vector<size_t> begin_;
  std::vector<uint32_t> videos_;
};

struct CatalogueTrain {
  size_t videos = 0;   // those in the train rows; a video that is only in the test is never found
  VideoLists exposed;  // every train row
  VideoLists liked;    // label 1, or every row when there is no label column
  bool has_label = false;
};

CatalogueTrain catalogue_train(const Rows& rows);

// What a perfect ranking would give: label 1 (or no label column) and not masked.
using Relevant = std::map<uint32_t, std::vector<uint32_t>>;
Relevant relevant_of(const Rows& rows, const CatalogueTrain& train);

// Videos by the number of their viewers with interest, most first.
std::vector<uint32_t> most_popular(const CatalogueTrain& train);

// The first k of a list that the viewer's train rows don't have.
std::vector<uint32_t> first_unmasked(std::span<const uint32_t> ranked, const CatalogueTrain& train,
                                     uint32_t viewer, size_t k);

}  // namespace soleil::eval
