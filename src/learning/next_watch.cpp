#include "learning/next_watch.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {
constexpr float kDoubt = 2;  // viewings' worth of doubt
}  // namespace

void NextWatch::learn(uint32_t from, uint32_t to, size_t step, int64_t at_ms) {
  if (from == to) return;
  node_of_.reach(from + size_t{1});
  if (node_of_[from] == 0) node_of_.put(from, nodes_.add() + 1);
  auto edited = nodes_.edit(node_of_[from] - 1);
  Node& node = *edited;
  size_t at = 0, weakest = 0;
  while (at < kNextMax && !(node.to[at] == to && node.followed[at].is_any())) {
    if (node.followed[at].level() < node.followed[weakest].level()) weakest = at;
    ++at;
  }
  if (at == kNextMax) {
    at = weakest;
    node.to[at] = to;
    node.followed[at] = {};
  }
  node.followed[at].add(1.0 / static_cast<double>(step), at_ms, half_life_ms_);
}

std::vector<NextWatch::Link> NextWatch::after(uint32_t video, size_t count_max, int64_t now_ms,
                                              const Watched& watched) const {
  std::vector<Link> out;
  const uint32_t number = video < node_of_.size() ? node_of_.read(video) : 0;
  if (number == 0) return out;
  const Node node = nodes_.read(number - 1);
  const float here = watched(video);
  for (size_t at = 0; at < kNextMax; ++at) {
    if (!node.followed[at].is_any()) continue;
    const float followed = node.followed[at].at(now_ms, half_life_ms_);
    const float strength = followed / (std::sqrt(here * watched(node.to[at])) + kDoubt);
    out.push_back({node.to[at], std::clamp(strength, 0.0F, 1.0F)});
  }
  std::ranges::sort(out, [](const Link& a, const Link& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.video > b.video;
  });
  if (out.size() > count_max) out.resize(count_max);
  return out;
}

void NextWatch::forget(uint32_t video) {
  if (video < node_of_.size() && node_of_[video]) nodes_.put(node_of_[video] - 1, {});
}

}  // namespace soleil
