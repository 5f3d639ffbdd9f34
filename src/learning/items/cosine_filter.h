// CosineFilter: the linear graph filter (GF-CF, CIKM 2021; item k-nearest neighbours): weight of
// watched i for target j = common viewers / (watched_i^in * watched_j^out), the strongest
// `neighbours` for each target. Blocking; uses all cores.
#pragma once

#include "learning/items/item_weights.h"
#include "learning/items/video_lists.h"

namespace soleil {

struct CosineSettings {
  double viewer_exponent = 1, in = 0.5, out = 0.5;
  size_t neighbours = 200;
};

ItemWeights fit_cosine(const VideoLists& lists, size_t videos, const CosineSettings& settings);

}  // namespace soleil
