// The rows of the full-ranking protocol in the shape that models want: for each viewer, the videos
// of the train rows (the mask: never recommended again) and those met with interest.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/random.h"
#include "learning/eval/rows.h"
#include "learning/items/video_lists.h"

namespace soleil::eval {

struct CatalogueTrain {
  size_t videos = 0;   // those in the train rows; a video that is only in the test is never found
  VideoLists exposed;  // every train row
  VideoLists liked;    // label 1, or every row when there is no label column

  bool has_dislikes() const { return liked.rows() < exposed.rows(); }
};

CatalogueTrain catalogue_train(const Rows& rows);

// What a perfect ranking would give: label 1 (or no label column) and not masked.
using Relevant = std::map<uint32_t, std::vector<uint32_t>>;
Relevant relevant_of(const Rows& rows, const CatalogueTrain& train);

// A validation part made of the train rows: of each viewer who took to at least two videos a tenth
// of these (at least one), with all rows of such a pair, so that no repeat gives it away or masks
// it; row numbers.
struct HeldOut {
  std::vector<size_t> kept, held_out;
};
HeldOut hold_out(const Rows& rows, Random& random);

}  // namespace soleil::eval
