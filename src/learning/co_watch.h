// CoWatch: which videos are watched with satisfaction by the same viewers, learned from each
// viewing, fading with time, at most kNeighboursMax for each video (the weakest gives way). Videos
// are numbers; 84 bytes each, met or not. One thread learns, any may ask meanwhile (row_array.h).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/row_array.h"
#include "learning/decayed.h"

namespace soleil {

// One of the videos that a viewer watched of late, and what it counts.
struct Enjoyed {
  uint32_t video = 0;
  float weight = 0;  // 0..1
};

class CoWatch {
 public:
  static constexpr size_t kNeighboursMax = 10;
  struct Link {
    uint32_t video = 0;
    float strength = 0;  // 0..1
  };
  explicit CoWatch(double half_life_ms) : half_life_ms_(half_life_ms) {}

  // A viewing of `video` that satisfied; before: the satisfying ones before it.
  void learn(uint32_t video, std::span<const Enjoyed> before, int64_t at_ms);
  // How closely `video` goes with what was enjoyed: strengths times weights, summed, at most 1; and
  // in `because`, which comes as UINT32_MAX, the first of them that it goes with at all.
  float strength(uint32_t video, std::span<const Enjoyed> enjoyed, int64_t now_ms,
                 uint32_t& because) const;
  // Strongest first: together / sqrt(one alone * other alone), shrunk while evidence is thin.
  std::vector<Link> near(uint32_t video, size_t count_max, int64_t now_ms) const;
  // How much it was watched with satisfaction, fading.
  float alone(uint32_t video, int64_t now_ms) const {
    return nodes_.read(video, &Node::alone).at(now_ms, half_life_ms_);
  }
  void forget(uint32_t video);
  void reach(size_t videos) { nodes_.reach(videos); }  // numbers below `videos` may be asked
  void prefetch(uint32_t video) const;                 // for strength()
  void prefetch_all(uint32_t video) const { nodes_.prefetch(video); }  // for learn()
  void begin_cut() { nodes_.begin_cut(); }
  void end_cut() { nodes_.end_cut(); }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.rows(nodes_);
  }

 private:
  using Videos = std::array<uint32_t, kNeighboursMax>;
  static int find(const Videos& in, uint32_t video);  // -1: not there
  struct Node {
    Node() { to.fill(UINT32_MAX); }
    Videos to;  // UINT32_MAX: none, as all behind it
    std::array<Decayed, kNeighboursMax> together;
    Decayed alone;
    void connect(uint32_t to, float level);
  };
  float strength(const Node& node, size_t edge, float alone, int64_t now_ms) const;
  const double half_life_ms_;
  RowArray<Node> nodes_;
};

}  // namespace soleil
