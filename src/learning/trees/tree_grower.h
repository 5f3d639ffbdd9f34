// TreeGrower: one regression tree from the slopes of a loss, leaf by leaf, the split that gains
// most first. Not thread-safe.
#pragma once

#include <span>
#include <vector>

#include "base/random.h"
#include "learning/trees/bins.h"

namespace soleil {

struct Slope {  // first and second derivative of a row's loss
  float first = 0, second = 0;
};

class TreeGrower {
 public:
  TreeGrower(const Bins& bins, const TreeSettings& settings) : bins_(bins), settings_(settings) {}
  // Adds a tree's nodes to `nodes`; gives its root. rows: those it is grown from.
  uint32_t grow(std::span<const Slope> slopes, std::vector<uint32_t> rows, SeededRandom& random,
                std::vector<BoostedTrees::Node>& nodes);

 private:
  struct Cell {
    float first = 0, second = 0;
    uint32_t rows = 0;
  };
  struct Split {
    float gain = 0;
    uint32_t column = 0, bin = 0;
  };
  struct Leaf {
    uint32_t node;
    size_t begin, end;        // of rows_
    std::vector<Cell> cells;  // kBins for each drawn column
    Cell sum;
    Split best;
  };
  void draw_columns(SeededRandom& random);
  Leaf leaf_of(uint32_t node, size_t begin, size_t end) const;
  void count(Leaf& leaf, std::span<const Slope> slopes) const;
  void find_split(Leaf& leaf) const;
  void split(size_t which, std::span<const Slope> slopes, std::vector<BoostedTrees::Node>& nodes);
  float value_of(const Cell& sum) const;

  const Bins& bins_;
  const TreeSettings settings_;
  std::vector<uint32_t> columns_;  // drawn for this tree
  std::vector<uint32_t> rows_;
  std::vector<Leaf> leaves_;
};

}  // namespace soleil
