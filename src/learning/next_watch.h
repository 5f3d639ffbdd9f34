// NextWatch: which video is watched with satisfaction right after which, learned from each viewing,
// fading with time: the first-order Markov chain of sequential recommendation (Rendle et al., WWW
// 2010), with steps of up to kStepsMax that count 1 / step, as in SLIST (Choi et al., WWW 2021).
// Unlike co-watch it has a direction: part two after part one, not before. At most kNextMax for
// each video, the weakest gives way. Videos are numbers; 4 bytes each, 48 more for one that was
// followed. One thread learns, any may ask meanwhile (row_array.h).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/row_array.h"
#include "learning/decayed.h"

namespace soleil {

class NextWatch {
 public:
  static constexpr size_t kNextMax = 6, kStepsMax = 3;
  struct Link {
    uint32_t video = 0;
    float strength = 0;  // 0..1
  };
  // How much a video was watched with satisfaction, fading with the same half-life.
  using Watched = std::function<float(uint32_t video)>;
  explicit NextWatch(double half_life_ms) : half_life_ms_(half_life_ms) {}

  // `to` was watched with satisfaction `step` steps (1 .. kStepsMax) after `from`.
  void learn(uint32_t from, uint32_t to, size_t step, int64_t at_ms);
  // Strongest first: followed / sqrt(watched one * watched other), shrunk while evidence is thin.
  std::vector<Link> after(uint32_t video, size_t count_max, int64_t now_ms,
                          const Watched& watched) const;
  void prefetch(uint32_t video) const {
    if (video < node_of_.size() && node_of_[video]) nodes_.prefetch(node_of_[video] - 1);
  }
  // What came after it; where it came after others fades, and those asked for are told apart by who
  // asks.
  void forget(uint32_t video);
  void begin_cut() {
    node_of_.begin_cut();
    nodes_.begin_cut();
  }
  void end_cut() {
    node_of_.end_cut();
    nodes_.end_cut();
  }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.rows(node_of_);
    file.rows(nodes_);
  }

 private:
  struct Node {
    std::array<uint32_t, kNextMax> to{};
    std::array<Decayed, kNextMax> followed;
  };
  const double half_life_ms_;
  RowArray<uint32_t> node_of_;  // by video, plus 1; 0: none
  RowArray<Node> nodes_;
};

}  // namespace soleil
