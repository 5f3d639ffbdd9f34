#include "learning/trees/boosted_trees.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "learning/trees/tree_grower.h"

namespace soleil {
namespace {

// One draw a row is too many for a shared generator: a stream of splitmix64 from one of its
// numbers.
std::vector<uint32_t> draw_rows(size_t rows, float share, SeededRandom& random) {
  const auto bound = static_cast<uint64_t>(std::ldexp(std::min(share, 1.0F), 32));
  uint64_t state = random.below(UINT64_MAX);
  std::vector<uint32_t> out;
  for (uint32_t row = 0; row < rows; ++row) {
    uint64_t x = state += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    if ((x ^ (x >> 31)) >> 32 < bound) out.push_back(row);
  }
  return out;
}

float value_at(const std::vector<BoostedTrees::Node>& nodes, uint32_t at,
               std::span<const float> row) {
  while (nodes[at].column != BoostedTrees::kLeaf) {
    const float x = row[nodes[at].column];
    at = nodes[at].left + (x > nodes[at].value);  // false for NaN: to the left
  }
  return nodes[at].value;
}

}  // namespace

BoostedTrees BoostedTrees::fit(const FeatureTable& table, std::span<const uint8_t> positive,
                               const TreeSettings& settings, uint64_t seed) {
  SOLEIL_CHECK(table.rows() == positive.size());
  BoostedTrees out;
  size_t good = 0;
  for (const uint8_t flag : positive) good += flag != 0;
  const double all = static_cast<double>(positive.size()), happened = static_cast<double>(good);
  out.base_ = static_cast<float>(std::log((happened + 0.5) / (all - happened + 0.5)));
  const Bins bins(table);
  SeededRandom random(seed);
  TreeGrower grower(bins, settings);
  std::vector<float> z(table.rows(), out.base_);
  std::vector<Slope> slopes(table.rows());
  for (size_t tree = 0; tree < settings.trees; ++tree) {
    for (size_t row = 0; row < z.size(); ++row) {
      const float p = 1 / (1 + std::exp(-z[row]));
      slopes[row] = {p - static_cast<float>(positive[row] != 0), std::max(p * (1 - p), 1e-6F)};
    }
    out.roots_.push_back(
        grower.grow(slopes, draw_rows(z.size(), settings.row_share, random), random, out.nodes_));
    for (size_t row = 0; row < z.size(); ++row)
      z[row] += value_at(out.nodes_, out.roots_.back(), table.row(row));
  }
  return out;
}

float BoostedTrees::predict(std::span<const float> row, size_t trees) const {
  float z = base_;
  for (size_t i = 0; i < std::min(trees, roots_.size()); ++i) z += value_at(nodes_, roots_[i], row);
  return z;
}

}  // namespace soleil
