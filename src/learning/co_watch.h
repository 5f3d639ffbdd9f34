// CoWatch: which videos are watched with satisfaction by the same viewers, learned from each
// viewing, fading with time, at most kNeighboursMax for each video (the weakest gives way). Not
// thread-safe.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "learning/decayed.h"
#include "model/id.h"
#include "model/knowledge.h"

namespace soleil {

class CoWatch {
 public:
  static constexpr size_t kNeighboursMax = 24;
  explicit CoWatch(double half_life_ms) : half_life_ms_(half_life_ms) {}

  // A viewing of `video` that satisfied; recent: those before it, newest first.
  void learn(VideoId video, const std::vector<Recent>& recent, int64_t at_ms);
  // Strongest first: together / sqrt(one alone * other alone), shrunk while evidence is thin.
  std::vector<Neighbour> near(VideoId video, size_t count_max, int64_t now_ms) const;
  void forget(VideoId video) { kept_.erase(video); }

 private:
  struct Edge {
    VideoId to;
    Decayed together;
  };
  struct Node {
    Decayed alone;
    std::vector<Edge> edges;
  };
  void connect(VideoId from, VideoId to, double amount, int64_t at_ms);
  const double half_life_ms_;
  std::unordered_map<VideoId, Node> kept_;
};

}  // namespace soleil
