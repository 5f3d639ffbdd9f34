// AlternatingFactors: each viewer and each video a vector, so that the product of a watched pair
// is drawn to 1 and that of every pair to 0, by alternating least squares (Hu, Koren, Volinsky,
// ICDM 2008), with a penalty that grows with how often one was met (Rendle, Krichene, Zhang, Koren,
// RecSys 2022). Each half round goes on from where it stood by a few conjugate gradient steps
// (Takacs, Pilaszy, Tikk, RecSys 2011). Blocking; uses all cores; deterministic by seed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learning/items/video_lists.h"

namespace soleil {

struct FactorSettings {
  size_t width = 64;
  size_t rounds = 10;
  double absent = 16;      // weight of all pairs together, over that of the watched ones
  double penalty = 0.005;  // of a vector, for each unit of weight that it meets
  uint64_t seed = 1;
};

class AlternatingFactors {
 public:
  AlternatingFactors() = default;
  AlternatingFactors(const VideoLists& lists, size_t videos, const FactorSettings& settings);
  // What a fit costs.
  static double flops(const VideoLists& lists, size_t videos, const FactorSettings& settings);

  // One row of scores (videos long) for each viewer of the lists; zeros for any other.
  void score(std::span<const uint32_t> viewers, std::span<float> scores) const;
  std::span<const float> viewer(uint32_t viewer) const;
  std::span<const float> video(uint32_t video) const;

 private:
  size_t width_ = 0, videos_ = 0;
  std::vector<float> of_viewer_, of_video_;  // width_ numbers each
};

}  // namespace soleil
