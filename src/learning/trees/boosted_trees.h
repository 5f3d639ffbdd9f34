// BoostedTrees: log-odds of a flag from a row of numbers, as a sum of small regression trees
// (Friedman 2001; histograms and leaf-wise growth as in LightGBM, NeurIPS 2017; second-order gain
// as in XGBoost, KDD 2016). A number that is not known (NaN) counts as lower than all others. The
// same rows, settings and seed give the same trees; one thread. predict() may be called by many.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace soleil {

struct TreeSettings {
  size_t trees = 200;
  size_t leaves = 15;         // of a tree
  size_t leaf_rows = 100;     // at least so many rows in each
  float rate = 0.08F;         // how much of each tree is taken
  float shrink = 10;          // L2 on the values of leaves
  float column_share = 0.4F;  // of the columns, drawn for each tree
  float row_share = 0.7F;     // of the rows, drawn for each tree
};

// Rows of equally many numbers, one after the other.
class FeatureTable {
 public:
  explicit FeatureTable(size_t columns) : columns_(columns) {}
  void add(std::span<const float> row) { cells_.insert(cells_.end(), row.begin(), row.end()); }
  size_t columns() const { return columns_; }
  size_t rows() const { return columns_ ? cells_.size() / columns_ : 0; }
  std::span<const float> row(size_t at) const { return {&cells_[at * columns_], columns_}; }

 private:
  size_t columns_;
  std::vector<float> cells_;
};

class BoostedTrees {
 public:
  static BoostedTrees fit(const FeatureTable& table, std::span<const uint8_t> positive,
                          const TreeSettings& settings, uint64_t seed);
  // Of the first so many trees.
  float predict(std::span<const float> row, size_t trees = SIZE_MAX) const;
  size_t size() const { return roots_.size(); }

  struct Node {
    uint32_t column = kLeaf;  // kLeaf: value counts
    float value = 0;          // of a leaf; or the greatest number that goes left
    uint32_t left = 0;        // right = left + 1
  };
  static constexpr uint32_t kLeaf = UINT32_MAX;

 private:
  float base_ = 0;
  std::vector<uint32_t> roots_;
  std::vector<Node> nodes_;
};

}  // namespace soleil
