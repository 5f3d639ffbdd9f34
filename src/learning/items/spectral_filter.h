// SpectralFilter: the ideal low-pass graph filter (GF-CF, CIKM 2021): a history is projected on the
// leading singular vectors of the normalised viewer x video matrix, found by randomised subspace
// iteration (Halko, Martinsson, Tropp, 2011). Blocking; uses all cores. Deterministic by seed.
#pragma once

#include <span>
#include <vector>

#include "learning/items/item_weights.h"
#include "learning/items/video_lists.h"

namespace soleil {

struct SpectralSettings {
  size_t rank = 256;
  double viewer_exponent = 0.5, video_exponent = 0.5;  // of the normalisation
  uint64_t seed = 1;
};

class SpectralFilter {
 public:
  SpectralFilter() = default;
  SpectralFilter(const VideoLists& lists, size_t videos, const SpectralSettings& settings);
  size_t rank() const { return rank_; }
  // One row of `scores` (videos long) for each history: its projection on the first `rank` vectors,
  // times each video's viewers^out: video_exponent undoes the normalisation, 0 favours the rare.
  void score(std::span<const std::vector<Watch>> histories, size_t rank, double out,
             std::span<float> scores) const;

 private:
  size_t videos_ = 0, rank_ = 0;
  std::vector<float> vectors_;      // rank x videos, the strongest first
  std::vector<float> viewers_;      // of each video, at least 1
  std::vector<float> video_power_;  // viewers^-video_exponent
};

}  // namespace soleil
