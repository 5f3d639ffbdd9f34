#include "learning/items/sequence_ridge.h"

#include <algorithm>
#include <cmath>

#include "learning/items/linear_algebra.h"

namespace soleil {
namespace {

struct Equations {
  std::vector<float> past_past, past_next;  // videos x videos
};

void add_place(const std::vector<uint32_t>& sequence, size_t place, std::span<const float> fade,
               size_t videos, Equations& out) {
  const size_t past = std::min(kPastMax, place);
  for (size_t a = 0; a < past; ++a) {
    const size_t row = sequence[place - 1 - a] * videos;
    out.past_next[row + sequence[place]] += fade[a];
    for (size_t b = 0; b < past; ++b)
      out.past_past[row + sequence[place - 1 - b]] += fade[a] * fade[b];
  }
}

}  // namespace

ItemWeights fit_sequence_ridge(const std::vector<std::vector<uint32_t>>& sequences, size_t videos,
                               const SequenceRidgeSettings& settings) {
  std::vector<float> fade;
  for (size_t n = 0; n < kPastMax; ++n)
    fade.push_back(static_cast<float>(std::pow(n + 1.0, -settings.fade)));
  Equations equations{std::vector<float>(videos * videos), std::vector<float>(videos * videos)};
  for (const auto& sequence : sequences)
    for (size_t place = 1; place < sequence.size(); ++place)
      add_place(sequence, place, fade, videos, equations);
  std::vector<float> diagonal(videos);
  for (size_t i = 0; i < videos; ++i) diagonal[i] = equations.past_past[i * videos + i];
  const auto penalty = ridge_penalties(diagonal, settings.penalty);
  for (size_t i = 0; i < videos; ++i) equations.past_past[i * videos + i] += penalty[i];
  if (!invert_definite(equations.past_past, videos)) return {};
  std::vector<float> weights(videos * videos);
  multiply(equations.past_past, false, equations.past_next, weights, videos, videos, videos);
  return ItemWeights::dense(std::move(weights), videos);
}

}  // namespace soleil
