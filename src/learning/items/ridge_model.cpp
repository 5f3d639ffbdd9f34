#include "learning/items/ridge_model.h"

#include <algorithm>
#include <cmath>

#include "learning/items/linear_algebra.h"
#include "learning/items/parallel.h"

namespace soleil {
namespace {

constexpr double kFlopsPerSecond = 80e9;

// signal' * weights * target, row = signal video.
std::vector<float> gram(const CoCounts& counts) {
  const size_t videos = counts.videos();
  std::vector<float> out(videos * videos);
  std::vector<CoCounts::Scratch> scratch(parallel_threads(), counts.scratch());
  std::vector<std::vector<Weight>> columns(parallel_threads());
  parallel(videos, [&](size_t thread, size_t target) {
    counts.column(static_cast<uint32_t>(target), scratch[thread], columns[thread]);
    for (const Weight& one : columns[thread]) out[one.video * videos + target] = one.weight;
  });
  return out;
}

// The weight of a video for itself is held at zero: each column gives up what its own video said,
// spread by the inverse's column (the Lagrange multiplier of that constraint).
void forbid_self(std::vector<float>& weights, const std::vector<float>& inverse, size_t videos) {
  std::vector<float> multiplier(videos);
  for (size_t i = 0; i < videos; ++i)
    multiplier[i] = weights[i * videos + i] / inverse[i * videos + i];
  parallel(videos, [&](size_t, size_t i) {
    for (size_t j = 0; j < videos; ++j)
      weights[i * videos + j] -= inverse[i * videos + j] * multiplier[j];
    weights[i * videos + i] = 0;
  });
}

}  // namespace

std::vector<float> ridge_penalties(const std::vector<float>& watched, const RidgePenalty& penalty) {
  double mean = 0;
  for (const float one : watched) mean += one;
  mean = std::max(1e-6, mean / std::max<size_t>(1, watched.size()));
  std::vector<float> out;
  for (const float one : watched)
    out.push_back(static_cast<float>(penalty.strength * std::pow(mean, 1 - penalty.growth) *
                                         std::pow(std::max(one, 0.f), penalty.growth) +
                                     1e-3 * mean));
  return out;
}

ItemWeights fit_ridge(const VideoLists& signal, const VideoLists& target, size_t videos,
                      const RidgeSettings& settings) {
  const CoCounts counts(signal, signal, videos, settings.viewer_exponent);
  std::vector<float> inverse = gram(counts);
  const std::vector<float> penalty = ridge_penalties(counts.watched(), settings.penalty);
  for (size_t i = 0; i < videos; ++i) inverse[i * videos + i] += penalty[i];
  if (!invert_definite(inverse, videos)) return {};
  if (&signal == &target) {  // then weights = -inverse / its diagonal
    std::vector<float> diagonal(videos);
    for (size_t i = 0; i < videos; ++i) diagonal[i] = inverse[i * videos + i];
    parallel(videos, [&](size_t, size_t i) {
      for (size_t j = 0; j < videos; ++j) inverse[i * videos + j] /= -diagonal[j];
      inverse[i * videos + i] = 0;
    });
    return ItemWeights::dense(std::move(inverse), videos);
  }
  std::vector<float> weights(videos * videos);
  multiply(inverse, false, gram(CoCounts(signal, target, videos, settings.viewer_exponent)),
           weights, videos, videos, videos);
  forbid_self(weights, inverse, videos);
  return ItemWeights::dense(std::move(weights), videos);
}

double ridge_seconds(size_t videos) {
  const double n = static_cast<double>(videos);
  return 2 * n * n * n / kFlopsPerSecond;
}

}  // namespace soleil
