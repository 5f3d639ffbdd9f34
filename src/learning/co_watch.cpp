#include "learning/co_watch.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {
constexpr float kSatisfied = 0.6F;
constexpr size_t kLookBack = 10;
constexpr double kFadePerStep = 0.9;  // a video ten swipes ago says less
constexpr double kDoubt = 2;          // viewings' worth of doubt
}  // namespace

void CoWatch::learn(VideoId video, const std::vector<Recent>& recent, int64_t at_ms) {
  kept_[video].alone.add(1, at_ms, half_life_ms_);
  double amount = 1;
  size_t looked = 0;
  for (const Recent& before : recent) {
    if (looked++ == kLookBack) break;
    amount *= kFadePerStep;
    if (before.satisfaction < kSatisfied || before.video == video) continue;
    connect(before.video, video, amount, at_ms);
    connect(video, before.video, amount, at_ms);
  }
}

void CoWatch::connect(VideoId from, VideoId to, double amount, int64_t at_ms) {
  auto& edges = kept_[from].edges;
  auto at = std::find_if(edges.begin(), edges.end(), [&](const Edge& e) { return e.to == to; });
  if (at == edges.end()) {
    if (edges.size() < kNeighboursMax) {
      edges.push_back({to, {}});
      at = std::prev(edges.end());
    } else {
      at = std::min_element(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return a.together.level() < b.together.level();
      });
      *at = {to, {}};
    }
  }
  at->together.add(amount, at_ms, half_life_ms_);
}

std::vector<Neighbour> CoWatch::near(VideoId video, size_t count_max, int64_t now_ms) const {
  std::vector<Neighbour> out;
  const auto node = kept_.find(video);
  if (node == kept_.end()) return out;
  const double alone = node->second.alone.at(now_ms, half_life_ms_);
  for (const Edge& edge : node->second.edges) {
    const auto other = kept_.find(edge.to);
    if (other == kept_.end()) continue;
    const double together = edge.together.at(now_ms, half_life_ms_);
    const double other_alone = other->second.alone.at(now_ms, half_life_ms_);
    const double strength = together / (std::sqrt(alone * other_alone) + kDoubt);
    out.push_back({edge.to, static_cast<float>(std::clamp(strength, 0.0, 1.0))});
  }
  std::sort(out.begin(), out.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.video > b.video;
  });
  if (out.size() > count_max) out.resize(count_max);
  return out;
}

}  // namespace soleil
