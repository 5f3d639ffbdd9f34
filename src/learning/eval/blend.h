// Blend: a weighted sum of components, times powers of what is known of each video (its popularity,
// its rate of interest). Weights and powers are learned on the validation part: the mean of what
// climb() finds on each of four parts of it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "learning/eval/candidate_pool.h"

namespace soleil::eval {

// A positive number for each video; the blend finds the power that suits.
using Factor = std::vector<float>;

struct Blend {
  std::vector<std::string> names;  // of components
  std::vector<double> weights;     // of each, >= 0
  std::vector<double> powers;      // of factors

  double weight_of(const std::string& name) const;  // 0: it takes no part
  json::object describe() const;                    // the weights, by name
};

// What orders the videos that nothing else tells apart: those of a viewer without a history.
inline constexpr double kLeastWeight = 1e-6;

// goal(i, ranked) says how good a list is for question i of `pool`. Begins with the best single
// component. last: the component that has kLeastWeight at least. enough(): stop looking.
using ListGoal = std::function<double(size_t question, std::span<const uint32_t> ranked)>;
struct LearnedBlend {
  Blend blend;
  double goal = 0;  // mean over the questions
};
LearnedBlend learn_blend(std::span<const Candidates> pool, std::span<const Component> components,
                         const std::string& last, std::span<const Factor> factors, size_t k,
                         const ListGoal& goal, const std::function<bool()>& enough = {});

// The k best videos of the whole catalogue for each question. Components that take no part in the
// blend are not asked. depth: candidates of each of the others.
std::vector<std::vector<uint32_t>> rank_blended(std::span<const Component> components,
                                                std::span<const Factor> factors, const Blend& blend,
                                                std::span<const uint32_t> questions, size_t videos,
                                                const Mask& mask, size_t depth, size_t k);

}  // namespace soleil::eval
