#include "learning/items/linear_algebra.h"
#include "learning/items/neighbour_systems.h"
#include "learning/items/parallel.h"
#include "learning/items/ridge_model.h"

namespace soleil {
namespace {

std::vector<Weight> solve(const System& system, std::span<const float> penalties,
                          std::vector<float>& matrix, std::vector<float>& answer) {
  const size_t n = system.near.size();
  std::vector<Weight> out;
  matrix = system.matrix;
  answer = system.right;
  for (size_t i = 0; i < n; ++i) matrix[i * n + i] += penalties[system.near[i]];
  if (!solve_definite(matrix, answer)) return out;
  out.reserve(n);
  for (size_t i = 0; i < n; ++i) out.push_back({system.near[i], answer[i]});
  return out;
}

}  // namespace

std::vector<ItemWeights> fit_local_ridge(const VideoLists& lists, size_t videos,
                                         double viewer_exponent, size_t neighbours,
                                         std::span<const RidgePenalty> penalties) {
  const CoCounts counts(lists, lists, videos, viewer_exponent);
  const NeighbourSystems systems(counts);
  std::vector<std::vector<float>> penalty_of;
  for (const RidgePenalty& one : penalties)
    penalty_of.push_back(ridge_penalties(counts.watched(), one));
  std::vector<std::vector<std::vector<Weight>>> weights(penalties.size(),
                                                        std::vector<std::vector<Weight>>(videos));
  std::vector<System> spaces(parallel_threads(), systems.space());
  std::vector<std::vector<float>> matrix(spaces.size()), answer(spaces.size());
  parallel(videos, [&](size_t thread, size_t video) {
    System& own = spaces[thread];
    systems.fill(static_cast<uint32_t>(video), neighbours, own);
    for (size_t p = 0; p < penalties.size() && !own.near.empty(); ++p)
      weights[p][video] = solve(own, penalty_of[p], matrix[thread], answer[thread]);
  });
  std::vector<ItemWeights> out;
  for (auto& one : weights) {
    out.push_back(ItemWeights::sparse(one));
    one = {};
  }
  return out;
}

}  // namespace soleil
