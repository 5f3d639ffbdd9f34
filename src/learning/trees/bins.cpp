#include "learning/trees/bins.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace soleil {
namespace {

constexpr size_t kSample = 50'000;  // numbers looked at to place the edges

std::vector<float> edges_of(const FeatureTable& table, size_t column) {
  std::vector<float> known;
  const size_t step = std::max<size_t>(table.rows() / kSample, 1);
  for (size_t row = 0; row < table.rows(); row += step)
    if (const float x = table.row(row)[column]; !std::isnan(x)) known.push_back(x);
  std::ranges::sort(known);
  std::vector<float> distinct = known;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<float> edges;
  if (distinct.size() < Bins::kBins - 1) {
    for (size_t i = 0; i + 1 < distinct.size(); ++i)
      edges.push_back(std::midpoint(distinct[i], distinct[i + 1]));
    return edges;
  }
  for (size_t bin = 1; bin + 1 < Bins::kBins; ++bin) {
    const float edge = known[bin * known.size() / (Bins::kBins - 1)];
    if ((edges.empty() || edge > edges.back()) && edge < known.back()) edges.push_back(edge);
  }
  return edges;
}

}  // namespace

Bins::Bins(const FeatureTable& table)
    : columns_(table.columns()), cells_(table.rows() * table.columns()) {
  for (size_t column = 0; column < columns_; ++column) edges_.push_back(edges_of(table, column));
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto numbers = table.row(row);
    for (size_t column = 0; column < columns_; ++column) {
      if (std::isnan(numbers[column])) continue;
      const auto& edges = edges_[column];
      const auto at = std::ranges::lower_bound(edges, numbers[column]) - edges.begin();
      cells_[row * columns_ + column] = static_cast<uint8_t>(at + 1);
    }
  }
}

float Bins::greatest(size_t column, size_t bin) const {
  if (bin == 0) return std::numeric_limits<float>::lowest();
  return edges_[column][bin - 1];
}

}  // namespace soleil
