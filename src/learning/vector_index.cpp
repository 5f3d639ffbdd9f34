#include "learning/vector_index.h"

#include <immintrin.h>

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

static_assert(kFactors % 8 == 0);

float sum_of(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

float dot_half(const Vector& a, const uint16_t* b) {
  __m256 sum = _mm256_setzero_ps();
  for (size_t i = 0; i < kFactors; i += 8) {
    const __m256 wide = _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(b + i)));
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(a.data() + i), wide, sum);
  }
  return sum_of(sum);
}

float dot_full(const Vector& a, const Vector& b) {
  __m256 sum = _mm256_setzero_ps();
  for (size_t i = 0; i < kFactors; i += 8)
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(a.data() + i), _mm256_loadu_ps(b.data() + i), sum);
  return sum_of(sum);
}

void narrow(const Vector& from, uint16_t* to) {
  for (size_t i = 0; i < kFactors; i += 8)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i),
                     _mm256_cvtps_ph(_mm256_loadu_ps(from.data() + i), _MM_FROUND_TO_NEAREST_INT));
}

Vector widen(const uint16_t* from) {
  Vector out;
  for (size_t i = 0; i < kFactors; i += 8)
    _mm256_storeu_ps(out.data() + i,
                     _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i))));
  return out;
}

float distance(const Vector& a, const Vector& b) {
  return dot_full(a, a) - 2 * dot_full(a, b) + dot_full(b, b);
}

bool is_better(const VectorIndex::Match& a, const VectorIndex::Match& b) {
  return a.dot != b.dot ? a.dot > b.dot : a.key > b.key;
}

// Two centres for the vectors: begun far apart, moved to their halves' means a few times.
std::pair<Vector, Vector> two_means(const std::vector<Vector>& vectors) {
  const auto farthest = [&](const Vector& from) {
    return *std::max_element(vectors.begin(), vectors.end(), [&](const auto& a, const auto& b) {
      return distance(from, a) < distance(from, b);
    });
  };
  Vector centres[2];
  centres[0] = farthest(vectors.front());
  centres[1] = farthest(centres[0]);
  for (int round = 0; round < 6; ++round) {
    Vector sums[2]{};
    float counts[2]{};
    for (const Vector& v : vectors) {
      const int side = distance(v, centres[1]) < distance(v, centres[0]);
      for (size_t i = 0; i < kFactors; ++i) sums[side][i] += v[i];
      counts[side] += 1;
    }
    for (int side = 0; side < 2; ++side)
      if (counts[side] > 0)
        for (size_t i = 0; i < kFactors; ++i) centres[side][i] = sums[side][i] / counts[side];
  }
  return {centres[0], centres[1]};
}

}  // namespace

VectorIndex::VectorIndex() : cells_(1), centres_(1), half_squares_(1) {}

uint32_t VectorIndex::find(uint64_t key) const {
  return by_key_.find(key, [&](uint32_t item) { return items_[item].key; });
}

uint32_t VectorIndex::nearest_cell(const Vector& vector) const {
  uint32_t best = 0;
  float best_value = -INFINITY;
  for (uint32_t cell = 0; cell < centres_.size(); ++cell) {
    const float value = dot_full(vector, centres_[cell]) - half_squares_[cell];
    if (value <= best_value) continue;
    best_value = value;
    best = cell;
  }
  return best;
}

uint32_t VectorIndex::new_item(uint64_t key) {
  uint32_t item = first_free_;
  if (item == kFree) {
    item = static_cast<uint32_t>(items_.size());
    items_.emplace_back();
  } else {
    first_free_ = items_[item].place;
  }
  items_[item].key = key;
  by_key_.insert(key, item, [&](uint32_t i) { return items_[i].key; });
  return item;
}

void VectorIndex::append(uint32_t cell, uint32_t item, const Half* vector) {
  Cell& to = cells_[cell];
  items_[item].cell = cell;
  items_[item].place = static_cast<uint32_t>(to.items.size());
  to.items.push_back(item);
  to.vectors.insert(to.vectors.end(), vector, vector + kFactors);
}

void VectorIndex::take_out(uint32_t item) {
  Cell& from = cells_[items_[item].cell];
  const uint32_t place = items_[item].place, last = from.items.back();
  std::copy_n(from.vectors.end() - kFactors, kFactors,
              from.vectors.begin() + static_cast<ptrdiff_t>(place * kFactors));
  from.items[place] = last;
  items_[last].place = place;
  from.items.pop_back();
  from.vectors.resize(from.vectors.size() - kFactors);
}

void VectorIndex::put(uint64_t key, const Vector& vector) {
  if (!std::isfinite(dot_full(vector, vector))) return;
  Half half[kFactors];
  narrow(vector, half);
  const uint32_t cell = nearest_cell(vector);
  uint32_t item = find(key);
  if (item != FlatIndex::kNone && items_[item].cell == cell) {
    std::copy_n(
        half, kFactors,
        cells_[cell].vectors.begin() + static_cast<ptrdiff_t>(items_[item].place * kFactors));
    return;
  }
  if (item == FlatIndex::kNone)
    item = new_item(key);
  else
    take_out(item);
  append(cell, item, half);
  if (cells_[cell].items.size() > kCellMax) split(cell);
}

void VectorIndex::erase(uint64_t key) {
  const uint32_t item = find(key);
  if (item == FlatIndex::kNone) return;
  take_out(item);
  by_key_.erase(key, [&](uint32_t i) { return items_[i].key; });
  items_[item] = {0, kFree, first_free_};
  first_free_ = item;
}

void VectorIndex::set_centre(uint32_t cell, const Vector& centre) {
  centres_[cell] = centre;
  half_squares_[cell] = dot_full(centre, centre) / 2;
}

// A cell of nothing but equal vectors cannot be told apart: it grows on.
void VectorIndex::split(uint32_t cell) {
  const Cell whole = std::move(cells_[cell]);
  std::vector<Vector> vectors;
  for (size_t i = 0; i < whole.items.size(); ++i)
    vectors.push_back(widen(whole.vectors.data() + i * kFactors));
  const auto [left, right] = two_means(vectors);
  if (distance(left, right) < 1e-6F) {
    cells_[cell] = whole;
    return;
  }
  const auto other = static_cast<uint32_t>(cells_.size());
  cells_.emplace_back();
  cells_[cell] = {};
  centres_.emplace_back();
  half_squares_.emplace_back();
  set_centre(cell, left);
  set_centre(other, right);
  for (size_t i = 0; i < whole.items.size(); ++i)
    append(distance(vectors[i], right) < distance(vectors[i], left) ? other : cell, whole.items[i],
           whole.vectors.data() + i * kFactors);
  for (const uint32_t half : {cell, other}) {
    cells_[half].items.shrink_to_fit();
    cells_[half].vectors.shrink_to_fit();
  }
}

std::vector<VectorIndex::Match> VectorIndex::search(const Vector& query, size_t count,
                                                    const Wanted& wanted, size_t look) const {
  std::vector<std::pair<float, uint32_t>> order(cells_.size());
  for (uint32_t cell = 0; cell < cells_.size(); ++cell)
    order[cell] = {-dot_full(query, centres_[cell]), cell};
  const size_t ahead = std::min(order.size(), 4 * look / kCellMax + 8);
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(ahead), order.end());
  std::vector<Match> best;  // a heap, the worst of the kept on top
  best.reserve(count + 1);
  size_t looked = 0;
  for (size_t i = 0; i < ahead && (looked < look || best.size() < count); ++i) {
    const Cell& cell = cells_[order[i].second];
    looked += cell.items.size();
    for (size_t at = 0; at < cell.items.size(); ++at) {
      const float dot = dot_half(query, cell.vectors.data() + at * kFactors);
      if (best.size() == count && (count == 0 || dot < best.front().dot)) continue;
      const Match match{items_[cell.items[at]].key, dot};
      if (best.size() == count && !is_better(match, best.front())) continue;
      if (!wanted(match.key)) continue;
      best.push_back(match);
      std::push_heap(best.begin(), best.end(), is_better);
      if (best.size() <= count) continue;
      std::pop_heap(best.begin(), best.end(), is_better);
      best.pop_back();
    }
  }
  std::sort_heap(best.begin(), best.end(), is_better);
  return best;
}

}  // namespace soleil
