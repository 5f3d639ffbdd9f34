#include "learning/items/cosine_filter.h"

#include <algorithm>
#include <cmath>

#include "learning/items/co_counts.h"
#include "learning/items/parallel.h"

namespace soleil {
namespace {

std::vector<float> powers(const std::vector<float>& base, double exponent) {
  std::vector<float> out;
  for (const float one : base)
    out.push_back(one > 0 ? static_cast<float>(std::pow(one, -exponent)) : 0.f);
  return out;
}

}  // namespace

ItemWeights fit_cosine(const VideoLists& lists, size_t videos, const CosineSettings& settings) {
  const CoCounts counts(lists, lists, videos, settings.viewer_exponent);
  std::vector<float> viewers(videos);
  for (const uint32_t video : lists.all()) ++viewers[video];
  const auto in = powers(viewers, settings.in), out = powers(viewers, settings.out);
  std::vector<std::vector<Weight>> kept(videos);
  std::vector<CoCounts::Scratch> scratch(parallel_threads(), counts.scratch());
  std::vector<std::vector<Weight>> columns(parallel_threads());
  parallel(videos, [&](size_t thread, size_t target) {
    std::vector<Weight>& column = columns[thread];
    counts.column(static_cast<uint32_t>(target), scratch[thread], column);
    std::erase_if(column, [&](const Weight& one) { return one.video == target; });
    for (Weight& one : column) one.weight *= in[one.video] * out[target];
    const size_t count = std::min(settings.neighbours, column.size());
    std::ranges::nth_element(column, column.begin() + count, [](const Weight& a, const Weight& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.video < b.video;
    });
    kept[target].assign(column.begin(), column.begin() + count);
  });
  return ItemWeights::sparse(kept);
}

}  // namespace soleil
