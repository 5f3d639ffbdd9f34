// NeighbourSystems: for one video, its nearest others and how much each two of them have in common:
// the equations of a local ridge model. Pairs of the most watched videos are kept; those of the
// rest, who have few viewers, are counted anew each time. Const: any number of threads, each with a
// System of its own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learning/items/co_counts.h"

namespace soleil {

// near[i] has right[i] in common with the video, and matrix[i * n + j] with near[j].
struct System {
  std::vector<uint32_t> near;
  std::vector<float> matrix, right;
  // Working space.
  struct Link {
    uint32_t row, next;
  };
  std::vector<Weight> column;
  CoCounts::Scratch scratch;
  std::vector<uint32_t> head, seen;  // of each viewer a chain of links; viewers with one
  std::vector<Link> links;
};

class NeighbourSystems {
 public:
  static constexpr size_t kKeptBytesMax = size_t{1'500} << 20;  // for pairs of the most watched
  // counts must outlive this.
  explicit NeighbourSystems(const CoCounts& counts, size_t kept_bytes_max = kKeptBytesMax);
  System space() const;
  // The count_max videos with most in common, by count / sqrt of the other's viewers.
  void fill(uint32_t video, size_t count_max, System& out) const;

 private:
  void choose(uint32_t video, size_t count_max, System& out) const;
  void fill_kept(System& out) const;
  void fill_rare(System& out) const;
  bool is_kept(uint32_t video) const { return row_of_[video] != UINT32_MAX; }

  const CoCounts& counts_;
  const size_t videos_;
  std::vector<uint32_t> row_of_;  // in kept_, of the most watched
  std::vector<float> kept_;       // whole rows
};

}  // namespace soleil
