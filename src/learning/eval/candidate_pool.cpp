#include "learning/eval/candidate_pool.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kScaleOver = 20;
constexpr size_t kBlockBytesMax = 24 << 20;  // of one thread's scores by one component
constexpr float kMasked = -std::numeric_limits<float>::infinity();

size_t block_of(size_t videos) {
  return std::clamp<size_t>(kBlockBytesMax / (sizeof(float) * std::max<size_t>(1, videos)), 1, 128);
}

template <class Body>  // body(thread, first, count): blocks of questions
void by_blocks(size_t questions, size_t block, const Body& body) {
  parallel((questions + block - 1) / block, [&](size_t thread, size_t i) {
    body(thread, i * block, std::min(block, questions - i * block));
  });
}

// What makes a component's scores comparable: the mean of the best ones is 1.
float scale_of(std::span<const float> scores, std::span<const uint32_t> best) {
  double sum = 0;
  const size_t count = std::min(kScaleOver, best.size());
  for (size_t i = 0; i < count; ++i) sum += std::max(0.f, scores[best[i]]);
  return sum > 1e-12 ? static_cast<float>(count / sum) : 0.f;
}

// scores: one row of videos for each component.
Candidates gather(std::vector<std::vector<float>>& scores, size_t row, size_t videos,
                  std::span<const uint32_t> masked, size_t depth) {
  Candidates out;
  std::vector<float> scale;
  for (auto& component : scores) {
    const std::span<float> own(component.data() + row * videos, videos);
    const auto best = best_unmasked(own, masked, depth);
    scale.push_back(scale_of(own, best));
    out.videos.insert(out.videos.end(), best.begin(), best.end());
  }
  std::ranges::sort(out.videos);
  out.videos.erase(std::ranges::unique(out.videos).begin(), out.videos.end());
  out.scores.reserve(out.videos.size() * scores.size());
  for (const uint32_t video : out.videos)
    for (size_t c = 0; c < scores.size(); ++c)
      out.scores.push_back(scores[c][row * videos + video] * scale[c]);
  return out;
}

}  // namespace

std::vector<uint32_t> best_unmasked(std::span<float> scores, std::span<const uint32_t> masked,
                                    size_t k) {
  for (const uint32_t video : masked)
    if (video < scores.size()) scores[video] = kMasked;
  // A threshold from a heap of k, then only those above it are sorted.
  std::vector<uint32_t> best;
  const auto better = [&](uint32_t a, uint32_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  };
  for (uint32_t video = 0; video < scores.size() && k > 0; ++video) {
    if (scores[video] == kMasked) continue;
    if (best.size() == k) {
      if (!better(video, best.front())) continue;
      std::ranges::pop_heap(best, better);
      best.back() = video;
    } else {
      best.push_back(video);
    }
    std::ranges::push_heap(best, better);
  }
  std::ranges::sort(best, better);
  return best;
}

std::vector<Candidates> candidates_of(std::span<const Component> components,
                                      std::span<const uint32_t> questions, size_t videos,
                                      const Mask& mask, size_t depth) {
  std::vector<Candidates> out(questions.size());
  const size_t block = block_of(videos);
  by_blocks(questions.size(), block, [&](size_t, size_t first, size_t count) {
    std::vector<std::vector<float>> scores(components.size());
    for (size_t c = 0; c < components.size(); ++c) {
      scores[c].assign(count * videos, 0.f);
      components[c].score(questions.subspan(first, count), scores[c]);
    }
    for (size_t i = 0; i < count; ++i)
      out[first + i] = gather(scores, i, videos, mask(questions[first + i]), depth);
  });
  return out;
}

std::vector<std::vector<uint32_t>> rank_by(const Component& component,
                                           std::span<const uint32_t> questions, size_t videos,
                                           const Mask& mask, size_t k) {
  std::vector<std::vector<uint32_t>> out(questions.size());
  by_blocks(questions.size(), block_of(videos), [&](size_t, size_t first, size_t count) {
    std::vector<float> scores(count * videos);
    component.score(questions.subspan(first, count), scores);
    for (size_t i = 0; i < count; ++i)
      out[first + i] = best_unmasked(std::span(scores).subspan(i * videos, videos),
                                     mask(questions[first + i]), k);
  });
  return out;
}

double mean_goal(const Component& component, std::span<const uint32_t> questions, size_t videos,
                 const Mask& mask, size_t k, const QuestionGoal& goal) {
  const auto lists = rank_by(component, questions, videos, mask, k);
  double sum = 0;
  for (size_t i = 0; i < questions.size(); ++i) sum += goal(questions[i], lists[i]);
  return sum / static_cast<double>(std::max<size_t>(1, questions.size()));
}

std::vector<uint32_t> shuffled(std::vector<uint32_t> questions, uint64_t seed) {
  SeededRandom random(seed);
  for (size_t i = questions.size(); i > 1; --i)
    std::swap(questions[i - 1], questions[random.below(i)]);
  return questions;
}

}  // namespace soleil::eval
