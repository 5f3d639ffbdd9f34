// ItemWeights: what each watched video says about each other video: score of a video = sum over
// the history of value * weight. Dense for small catalogues, lists of neighbours for large ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace soleil {

// One watched video and how much it counts.
struct Watch {
  uint32_t video;
  float value;
};

struct Weight {
  uint32_t video;
  float weight;
};

class ItemWeights {
 public:
  ItemWeights() = default;
  // rows: videos x videos, row = the watched video.
  static ItemWeights dense(std::vector<float> rows, size_t videos);
  // of_target: for each video to be scored, the watched videos that speak for or against it.
  static ItemWeights sparse(const std::vector<std::vector<Weight>>& of_target);

  size_t videos() const { return videos_; }
  void add_scores(std::span<const Watch> history, std::span<float> scores) const;
  // Strongest first: what a viewer of this video alone would be offered.
  std::vector<Weight> neighbours(uint32_t video, size_t count_max) const;

 private:
  size_t videos_ = 0;
  std::vector<float> dense_;
  std::vector<size_t> begin_;
  std::vector<Weight> sparse_;
};

}  // namespace soleil
