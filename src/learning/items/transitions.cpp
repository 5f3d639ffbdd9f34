#include "learning/items/transitions.h"

#include <algorithm>
#include <cmath>

#include "learning/items/parallel.h"

namespace soleil {
namespace {

struct Place {
  uint32_t sequence, position;
};

// Where each video stands, without the beginnings of sequences, which follow nothing.
std::vector<std::vector<Place>> places_of(const std::vector<std::vector<uint32_t>>& sequences,
                                          size_t videos) {
  std::vector<std::vector<Place>> out(videos);
  for (uint32_t s = 0; s < sequences.size(); ++s)
    for (uint32_t p = 1; p < sequences[s].size(); ++p) out[sequences[s][p]].push_back({s, p});
  return out;
}

struct Scratch {
  std::vector<float> sums;
  std::vector<uint32_t> touched;
};

std::vector<Weight> followed(const std::vector<std::vector<uint32_t>>& sequences,
                             std::span<const Place> places, std::span<const float> fade,
                             Scratch& scratch) {
  for (const Place& place : places)
    for (uint32_t d = 1; d <= std::min<uint32_t>(kStepsMax, place.position); ++d) {
      const uint32_t from = sequences[place.sequence][place.position - d];
      if (scratch.sums[from] == 0) scratch.touched.push_back(from);
      scratch.sums[from] += fade[d];
    }
  std::vector<Weight> out;
  for (const uint32_t from : scratch.touched) {
    out.push_back({from, scratch.sums[from]});
    scratch.sums[from] = 0;
  }
  scratch.touched.clear();
  return out;
}

}  // namespace

ItemWeights fit_transitions(const std::vector<std::vector<uint32_t>>& sequences, size_t videos,
                            const TransitionSettings& settings) {
  const auto places = places_of(sequences, videos);
  std::vector<float> fade(kStepsMax + 1), in(videos, 1.f), out(videos, 1.f);
  for (size_t d = 1; d <= kStepsMax; ++d)
    fade[d] = static_cast<float>(std::pow(static_cast<double>(d), -settings.fade));
  for (const auto& sequence : sequences)
    for (const uint32_t video : sequence) ++in[video];
  for (size_t video = 0; video < videos; ++video) {
    out[video] = static_cast<float>(std::pow(in[video], -settings.out));
    in[video] = static_cast<float>(std::pow(in[video], -settings.in));
  }
  std::vector<std::vector<Weight>> kept(videos);
  std::vector<Scratch> scratch(parallel_threads(), {std::vector<float>(videos), {}});
  parallel(videos, [&](size_t thread, size_t target) {
    auto all = followed(sequences, places[target], fade, scratch[thread]);
    for (Weight& one : all) one.weight *= in[one.video] * out[target];
    const size_t count = std::min(settings.neighbours, all.size());
    std::ranges::nth_element(all, all.begin() + count, [](const Weight& a, const Weight& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.video < b.video;
    });
    kept[target].assign(all.begin(), all.begin() + count);
  });
  return ItemWeights::sparse(kept);
}

}  // namespace soleil
