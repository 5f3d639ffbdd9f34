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

// How a fitted filter is used.
struct SpectralShape {
  size_t rank = 0;  // leading vectors that take part
  double out = 0;   // times each video's viewers^out: video_exponent undoes the normalisation
  double power =
      0;  // each vector counts its singular value^(2 power): 0 ideal, 1 smooth, < 0 sharp
};

class SpectralFilter {
 public:
  SpectralFilter() = default;
  SpectralFilter(const VideoLists& lists, size_t videos, const SpectralSettings& settings);
  size_t rank() const { return rank_; }
  // One row of `scores` (videos long) for each history: its projection on the leading vectors.
  void score(std::span<const std::vector<Watch>> histories, const SpectralShape& shape,
             std::span<float> scores) const;

 private:
  size_t videos_ = 0, rank_ = 0;
  std::vector<float> vectors_;      // rank x videos, the strongest first
  std::vector<float> values_;       // of each, over that of the first: singular value^2
  std::vector<float> viewers_;      // of each video, at least 1
  std::vector<float> video_power_;  // viewers^-video_exponent
};

}  // namespace soleil
