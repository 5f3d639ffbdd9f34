#include "learning/trees/tree_grower.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soleil {
namespace {

constexpr float kGainMin = 1e-6F;
constexpr float kStepMax = 4;  // of a leaf's value, in log-odds

}  // namespace

uint32_t TreeGrower::grow(std::span<const Slope> slopes, std::vector<uint32_t> rows,
                          SeededRandom& random, std::vector<BoostedTrees::Node>& nodes) {
  draw_columns(random);
  rows_ = std::move(rows);
  const auto root = static_cast<uint32_t>(nodes.size());
  nodes.emplace_back();
  leaves_.clear();
  leaves_.push_back(leaf_of(root, 0, rows_.size()));
  count(leaves_[0], slopes);
  find_split(leaves_[0]);
  while (leaves_.size() < settings_.leaves) {
    const auto best =
        std::ranges::max_element(leaves_, {}, [](const Leaf& x) { return x.best.gain; });
    if (best->best.gain <= kGainMin) break;
    split(static_cast<size_t>(best - leaves_.begin()), slopes, nodes);
  }
  for (const Leaf& leaf : leaves_) nodes[leaf.node].value = value_of(leaf.sum) * settings_.rate;
  return root;
}

void TreeGrower::draw_columns(SeededRandom& random) {
  std::vector<uint32_t> all(bins_.columns());
  std::iota(all.begin(), all.end(), 0u);
  const auto wanted =
      static_cast<size_t>(std::ceil(settings_.column_share * static_cast<float>(bins_.columns())));
  for (size_t i = 0; i < wanted; ++i) std::swap(all[i], all[i + random.below(all.size() - i)]);
  all.resize(wanted);
  std::ranges::sort(all);
  columns_ = std::move(all);
}

TreeGrower::Leaf TreeGrower::leaf_of(uint32_t node, size_t begin, size_t end) const {
  return {node, begin, end, std::vector<Cell>(columns_.size() * Bins::kBins), {}, {}};
}

void TreeGrower::count(Leaf& leaf, std::span<const Slope> slopes) const {
  for (size_t i = leaf.begin; i < leaf.end; ++i) {
    const uint8_t* bins = bins_.row(rows_[i]);
    const Slope slope = slopes[rows_[i]];
    leaf.sum.first += slope.first;
    leaf.sum.second += slope.second;
    Cell* cells = leaf.cells.data();
    for (const uint32_t column : columns_) {
      Cell& cell = cells[bins[column]];
      cell.first += slope.first;
      cell.second += slope.second;
      ++cell.rows;
      cells += Bins::kBins;
    }
  }
  leaf.sum.rows = static_cast<uint32_t>(leaf.end - leaf.begin);
}

void TreeGrower::find_split(Leaf& leaf) const {
  const auto worth = [&](float first, float second) {
    return first * first / (second + settings_.shrink);
  };
  const float whole = worth(leaf.sum.first, leaf.sum.second);
  for (size_t c = 0; c < columns_.size(); ++c) {
    Cell left;
    for (size_t bin = 0; bin + 1 < bins_.count(columns_[c]); ++bin) {
      const Cell& cell = leaf.cells[c * Bins::kBins + bin];
      left.first += cell.first;
      left.second += cell.second;
      left.rows += cell.rows;
      if (left.rows < settings_.leaf_rows) continue;
      if (leaf.sum.rows - left.rows < settings_.leaf_rows) break;
      const float gain = worth(left.first, left.second) - whole +
                         worth(leaf.sum.first - left.first, leaf.sum.second - left.second);
      if (gain > leaf.best.gain) leaf.best = {gain, columns_[c], static_cast<uint32_t>(bin)};
    }
  }
}

void TreeGrower::split(size_t which, std::span<const Slope> slopes,
                       std::vector<BoostedTrees::Node>& nodes) {
  Leaf parent = std::move(leaves_[which]);
  const Split best = parent.best;
  const auto middle =
      std::partition(rows_.begin() + static_cast<ptrdiff_t>(parent.begin),
                     rows_.begin() + static_cast<ptrdiff_t>(parent.end),
                     [&](uint32_t row) { return bins_.row(row)[best.column] <= best.bin; });
  const auto cut = static_cast<size_t>(middle - rows_.begin());
  const auto child = static_cast<uint32_t>(nodes.size());
  nodes[parent.node] = {best.column, bins_.greatest(best.column, best.bin), child};
  nodes.resize(nodes.size() + 2);
  Leaf left = leaf_of(child, parent.begin, cut), right = leaf_of(child + 1, cut, parent.end);
  const bool left_is_small = cut - parent.begin < parent.end - cut;
  Leaf& small = left_is_small ? left : right;
  Leaf& large = left_is_small ? right : left;
  count(small, slopes);
  const auto less = [](const Cell& a, const Cell& b) {
    return Cell{a.first - b.first, a.second - b.second, a.rows - b.rows};
  };
  std::ranges::transform(parent.cells, small.cells, large.cells.begin(), less);
  large.sum = less(parent.sum, small.sum);
  find_split(left);
  find_split(right);
  leaves_[which] = std::move(left);
  leaves_.push_back(std::move(right));
}

float TreeGrower::value_of(const Cell& sum) const {
  return std::clamp(-sum.first / (sum.second + settings_.shrink), -kStepMax, kStepMax);
}

}  // namespace soleil
