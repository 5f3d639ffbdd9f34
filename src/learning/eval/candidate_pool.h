// CandidatePool: for each question, the videos that at least one component ranks high, with what
// every component says of them. What a blend needs, in a fraction of the full matrix.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soleil::eval {

// One way to score all videos for a block of questions (viewers, or test rows): fills
// questions.size() rows of `videos` scores. Called from several threads at a time.
struct Component {
  std::string name;
  std::function<void(std::span<const uint32_t> questions, std::span<float> scores)> score;
};

// Those videos, ascending, may not be offered for the question.
using Mask = std::function<std::span<const uint32_t>(uint32_t question)>;

struct Candidates {
  std::vector<uint32_t> videos;  // ascending
  std::vector<float> scores;     // videos x components; the mean of a component's best is 1
};

// One entry a question, in order. depth: how many of each component's best come in. Each component
// is scaled for each question by the mean of its best kScaleOver.
std::vector<Candidates> candidates_of(std::span<const Component> components,
                                      std::span<const uint32_t> questions, size_t videos,
                                      const Mask& mask, size_t depth);

// The k videos of highest score that are not masked, best first; equal scores by number.
std::vector<uint32_t> best_unmasked(std::span<float> scores, std::span<const uint32_t> masked,
                                    size_t k);

// The same for each question, by one component.
std::vector<std::vector<uint32_t>> rank_by(const Component& component,
                                           std::span<const uint32_t> questions, size_t videos,
                                           const Mask& mask, size_t k);

// How good a list is for a question; more is better.
using QuestionGoal = std::function<double(uint32_t question, std::span<const uint32_t> ranked)>;
// The mean over the questions, each ranked by one component.
double mean_goal(const Component& component, std::span<const uint32_t> questions, size_t videos,
                 const Mask& mask, size_t k, const QuestionGoal& goal);

// In an order drawn by the seed.
std::vector<uint32_t> shuffled(std::vector<uint32_t> questions, uint64_t seed);

}  // namespace soleil::eval
