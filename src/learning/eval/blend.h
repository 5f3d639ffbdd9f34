// Blend: a weighted sum of components, times powers of what is known of each video (its popularity,
// its rate of interest). Weights and powers are learned on the validation part by climb().
#pragma once

#include <span>
#include <vector>

#include "learning/eval/candidate_pool.h"

namespace soleil::eval {

// A positive number for each video; the blend finds the power that suits.
using Factor = std::vector<float>;

struct Blend {
  std::vector<double> weights;  // of components, >= 0
  std::vector<double> powers;   // of factors

  // The k best of each question's candidates.
  std::vector<std::vector<uint32_t>> rank(std::span<const Candidates> pool,
                                          std::span<const Factor> factors, size_t k) const;
};

// What orders the videos that nothing else tells apart: those of a viewer without a history.
inline constexpr double kLeastWeight = 1e-6;

// goal(i, ranked) says how good a list is for question i of `pool`. Begins with the best single
// component. last: the component that has kLeastWeight at least.
using ListGoal = std::function<double(size_t question, std::span<const uint32_t> ranked)>;
Blend learn_blend(std::span<const Candidates> pool, size_t components, size_t last,
                  std::span<const Factor> factors, size_t k, const ListGoal& goal);

}  // namespace soleil::eval
