// Bins: the columns of a table cut into at most kBins classes of about equally many rows each, one
// byte a number, row by row. Class 0 is "not known".
#pragma once

#include <cstdint>
#include <vector>

#include "learning/trees/boosted_trees.h"

namespace soleil {

class Bins {
 public:
  static constexpr size_t kBins = 128;
  explicit Bins(const FeatureTable& table);
  const uint8_t* row(size_t at) const { return &cells_[at * columns_]; }
  size_t columns() const { return columns_; }
  size_t rows() const { return cells_.size() / columns_; }
  size_t count(size_t column) const { return edges_[column].size() + 2; }  // of its classes
  // The greatest number in a class (class 0: none is; the lowest float).
  float greatest(size_t column, size_t bin) const;

 private:
  size_t columns_;
  std::vector<std::vector<float>> edges_;  // greatest numbers of classes 1, 2 … but the last
  std::vector<uint8_t> cells_;
};

}  // namespace soleil
