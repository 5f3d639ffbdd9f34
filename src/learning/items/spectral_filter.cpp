#include "learning/items/spectral_filter.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "learning/items/linear_algebra.h"
#include "learning/items/parallel.h"

namespace soleil {
namespace {

constexpr int kRounds = 4;            // of subspace iteration
constexpr size_t kExtraVectors = 16;  // beyond the rank, for the accuracy of the last ones

// Applies normalised' * normalised to the rows of a block of column vectors (videos x width).
class Normalised {
 public:
  Normalised(const VideoLists& lists, size_t videos, const std::vector<float>& video_power,
             double viewer_exponent)
      : lists_(lists), viewers_(lists.transposed(videos)), video_power_(video_power) {
    for (uint32_t viewer = 0; viewer < lists.viewers(); ++viewer)
      viewer_square_.push_back(static_cast<float>(
          std::pow(std::max<size_t>(1, lists.of(viewer).size()), -2 * viewer_exponent)));
  }

  std::vector<float> apply(const std::vector<float>& block, size_t width) const {
    std::vector<float> middle(lists_.viewers() * width), out(block.size());
    parallel(lists_.viewers(), [&](size_t, size_t viewer) {
      float* to = middle.data() + viewer * width;
      for (const uint32_t video : lists_.of(static_cast<uint32_t>(viewer)))
        add(to, block.data() + video * width, video_power_[video] * viewer_square_[viewer], width);
    });
    parallel(video_power_.size(), [&](size_t, size_t video) {
      float* to = out.data() + video * width;
      for (const uint32_t viewer : viewers_.of(static_cast<uint32_t>(video)))
        add(to, middle.data() + size_t{viewer} * width, video_power_[video], width);
    });
    return out;
  }

 private:
  static void add(float* to, const float* from, float factor, size_t width) {
    for (size_t i = 0; i < width; ++i) to[i] += factor * from[i];
  }
  const VideoLists& lists_;
  const VideoLists viewers_;
  const std::vector<float>& video_power_;
  std::vector<float> viewer_square_;
};

// Turns the columns into an orthonormal basis of what they span: by the eigenvectors of their gram
// matrix, which drops directions that are hardly there.
void orthonormalise(std::vector<float>& block, size_t rows, size_t width) {
  std::vector<float> gram(width * width), values(width), turned(block.size());
  multiply(block, true, block, gram, width, width, rows);
  eigen_symmetric(gram, values);
  std::vector<float> turn(width * width);
  const float least = std::max(values[width - 1], 1e-20f) * 1e-6f;
  for (size_t i = 0; i < width; ++i)
    for (size_t j = 0; j < width; ++j)
      turn[i * width + j] = values[j] > least ? gram[j * width + i] / std::sqrt(values[j]) : 0.f;
  multiply(block, false, turn, turned, rows, width, width);
  block.swap(turned);
}

std::vector<float> start_block(size_t rows, size_t width, uint64_t seed) {
  SeededRandom random(seed);
  std::vector<float> block(rows * width);
  for (float& one : block) one = static_cast<float>(random.unit() - 0.5);
  return block;
}

}  // namespace

SpectralFilter::SpectralFilter(const VideoLists& lists, size_t videos,
                               const SpectralSettings& settings)
    : videos_(videos), viewers_(videos), video_power_(videos) {
  const size_t possible = std::min(videos, lists.viewers());
  const size_t width = std::min(possible, settings.rank + kExtraVectors);
  rank_ = std::min(settings.rank, width);
  for (const uint32_t video : lists.all()) ++viewers_[video];
  for (size_t i = 0; i < videos; ++i) {
    viewers_[i] = std::max(1.f, viewers_[i]);
    video_power_[i] = static_cast<float>(std::pow(viewers_[i], -settings.video_exponent));
  }
  const Normalised matrix(lists, videos, video_power_, settings.viewer_exponent);
  std::vector<float> block = start_block(videos, width, settings.seed);
  orthonormalise(block, videos, width);
  for (int round = 0; round < kRounds; ++round) {
    block = matrix.apply(block, width);
    orthonormalise(block, videos, width);
  }
  // Within the subspace: the eigenvectors, strongest last in LAPACK's order.
  std::vector<float> small(width * width), values(width);
  multiply(block, true, matrix.apply(block, width), small, width, width, videos);
  eigen_symmetric(small, values);
  vectors_.resize(rank_ * videos);
  std::vector<float> turned(width * videos), block_rows(width * videos);
  for (size_t i = 0; i < videos; ++i)
    for (size_t j = 0; j < width; ++j) block_rows[j * videos + i] = block[i * width + j];
  multiply(small, false, block_rows, turned, width, videos, width);
  for (size_t r = 0; r < rank_; ++r) {
    std::copy_n(turned.begin() + (width - 1 - r) * videos, videos, vectors_.begin() + r * videos);
    values_.push_back(std::max(0.f, values[width - 1 - r]) / std::max(1e-20f, values[width - 1]));
  }
}

void SpectralFilter::score(std::span<const std::vector<Watch>> histories,
                           const SpectralShape& shape, std::span<float> scores) const {
  const size_t rank = std::min(shape.rank, rank_);
  std::vector<float> strengths(histories.size() * rank);
  for (size_t h = 0; h < histories.size(); ++h)
    for (const Watch& watch : histories[h])
      for (size_t r = 0; r < rank && watch.video < videos_; ++r)
        strengths[h * rank + r] +=
            watch.value * video_power_[watch.video] * vectors_[r * videos_ + watch.video];
  for (size_t r = 0; r < rank && shape.power != 0; ++r) {
    const auto factor = static_cast<float>(std::pow(std::max(1e-6f, values_[r]), shape.power));
    for (size_t h = 0; h < histories.size(); ++h) strengths[h * rank + r] *= factor;
  }
  multiply(strengths, false, vectors_, scores, histories.size(), videos_, rank);
  if (shape.out == 0) return;
  for (size_t i = 0; i < videos_; ++i) {
    const auto factor = static_cast<float>(std::pow(viewers_[i], shape.out));
    for (size_t h = 0; h < histories.size(); ++h) scores[h * videos_ + i] *= factor;
  }
}

}  // namespace soleil
