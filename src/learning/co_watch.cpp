#include "learning/co_watch.h"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace soleil {
namespace {
constexpr float kDoubt = 2;  // viewings' worth of doubt
}  // namespace

int CoWatch::find(const Videos& in, uint32_t video) {
  static_assert(kNeighboursMax == 10);  // two looks of eight, six of them twice
  const __m256i wanted = _mm256_set1_epi32(static_cast<int>(video));
  const auto look = [&](size_t from) {
    const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&in[from]));
    return static_cast<unsigned>(
        _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(some, wanted))));
  };
  const unsigned hits = look(0) | look(2) << 2;
  return hits ? std::countr_zero(hits) : -1;
}

void CoWatch::prefetch(uint32_t video) const {
  nodes_.prefetch(video, &Node::to);
}

void CoWatch::learn(uint32_t video, std::span<const Enjoyed> before, int64_t at_ms) {
  auto mine = nodes_.edit(video);
  mine->alone.add(1, at_ms, half_life_ms_);
  for (const Enjoyed& one : before) {
    if (one.video == video) continue;
    const float level = Decayed::level_of(static_cast<double>(one.weight), at_ms, half_life_ms_);
    nodes_.edit(one.video)->connect(video, level);
    mine->connect(one.video, level);
  }
}

void CoWatch::Node::connect(uint32_t other, float level) {
  int at = find(to, other);
  if (at < 0) {  // a free place has no level, and so is the weakest
    const auto weakest =
        std::min_element(together.begin(), together.end(),
                         [](const Decayed& a, const Decayed& b) { return a.level() < b.level(); });
    at = static_cast<int>(weakest - together.begin());
    to[static_cast<size_t>(at)] = other;
    together[static_cast<size_t>(at)] = {};
  }
  together[static_cast<size_t>(at)].add_level(level);
}

float CoWatch::strength(const Node& node, size_t edge, float alone, int64_t now_ms) const {
  const Decayed other = nodes_.read(node.to[edge], &Node::alone);
  if (!other.is_any()) return 0;  // forgotten
  const float together = node.together[edge].at(now_ms, half_life_ms_);
  const float other_alone = other.at(now_ms, half_life_ms_);
  return std::clamp(together / (std::sqrt(alone * other_alone) + kDoubt), 0.0F, 1.0F);
}

// Mostly there is nothing, and a look at whom it is linked to tells that.
float CoWatch::strength(uint32_t video, std::span<const Enjoyed> enjoyed, int64_t now_ms,
                        uint32_t& because) const {
  const Videos to = nodes_.read(video, &Node::to);
  const auto is_linked = [&](const Enjoyed& one) { return find(to, one.video) >= 0; };
  if (to[0] == UINT32_MAX || std::ranges::none_of(enjoyed, is_linked)) return 0;
  const Node node = nodes_.read(video);
  float sum = 0;
  const float alone = node.alone.at(now_ms, half_life_ms_);
  for (const Enjoyed& one : enjoyed) {
    const int edge = find(node.to, one.video);
    if (edge < 0) continue;
    if (because == UINT32_MAX) because = one.video;
    sum += one.weight * strength(node, static_cast<size_t>(edge), alone, now_ms);
  }
  return std::min(1.0F, sum);
}

std::vector<CoWatch::Link> CoWatch::near(uint32_t video, size_t count_max, int64_t now_ms) const {
  const Node node = nodes_.read(video);
  std::vector<Link> out;
  out.reserve(kNeighboursMax);
  for (size_t edge = 0; edge < kNeighboursMax && node.to[edge] != UINT32_MAX; ++edge)
    prefetch(node.to[edge]);
  const float alone = node.alone.at(now_ms, half_life_ms_);
  for (size_t edge = 0; edge < kNeighboursMax && node.to[edge] != UINT32_MAX; ++edge)
    if (const float found = strength(node, edge, alone, now_ms); found > 0)
      out.push_back({node.to[edge], found});
  std::sort(out.begin(), out.end(), [](const Link& a, const Link& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.video > b.video;
  });
  if (out.size() > count_max) out.resize(count_max);
  return out;
}

void CoWatch::forget(uint32_t video) {
  nodes_.put(video, {});
}

}  // namespace soleil
