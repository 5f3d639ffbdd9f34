#include "learning/sequence/attention.h"

#include <algorithm>
#include <cmath>

#include "learning/items/linear_algebra.h"
#include "learning/sequence/layers.h"

namespace soleil::sequence {
namespace {

// One sequence and head: where its numbers are.
struct Part {
  const float *query, *key, *value;
  size_t length, head_width, step;  // step: from token to token
};

Part part_of(const Attention::Shape& shape, const float* asked, size_t first, size_t length,
             size_t head) {
  const size_t step = 3 * shape.width, own = shape.width / shape.heads;
  const float* query = asked + first * step + head * own;
  return {query, query + shape.width, query + 2 * shape.width, length, own, step};
}

// Rows of a lower triangle become shares that sum to 1; what lies above becomes 0.
void soften(float* scores, size_t length, const float* distance_zero) {
  for (size_t i = 0; i < length; ++i) {
    float* row = scores + i * length;
    const float* distance = distance_zero - i;
    float most = -1e30f, sum = 0;
    for (size_t j = 0; j <= i; ++j) row[j] += distance[j];
    for (size_t j = 0; j <= i; ++j) most = std::max(most, row[j]);
    for (size_t j = 0; j <= i; ++j) row[j] = fast_exp(row[j] - most);
    for (size_t j = 0; j <= i; ++j) sum += row[j];
    for (size_t j = 0; j <= i; ++j) row[j] /= sum;
    std::fill(row + i + 1, row + length, 0.f);
  }
}

// changes: of the shares; becomes that of the scores.
void soften_back(const float* shares, float* changes, size_t length, float* ddistance_zero) {
  for (size_t i = 0; i < length; ++i) {
    const float* share = shares + i * length;
    float* change = changes + i * length;
    float* ddistance = ddistance_zero - i;
    float mean = 0;
    for (size_t j = 0; j <= i; ++j) mean += share[j] * change[j];
    for (size_t j = 0; j <= i; ++j) change[j] = share[j] * (change[j] - mean);
    for (size_t j = 0; j <= i; ++j) ddistance[j] += change[j];
    std::fill(change + i + 1, change + length, 0.f);
  }
}

float scale_of(const Part& part) {
  return 1 / std::sqrt(static_cast<float>(part.head_width));
}

}  // namespace

void Attention::forward(const Shape& shape, std::span<const uint32_t> begin,
                        std::span<const float> asked, std::span<const float> distance,
                        std::span<float> out) {
  size_t places = 0;
  for (size_t s = 0; s + 1 < begin.size(); ++s)
    places += shape.heads * (begin[s + 1] - begin[s]) * (begin[s + 1] - begin[s]);
  shares_.resize(places);
  float* shares = shares_.data();
  for (size_t s = 0; s + 1 < begin.size(); ++s)
    for (size_t head = 0; head < shape.heads; ++head) {
      const Part part = part_of(shape, asked.data(), begin[s], begin[s + 1] - begin[s], head);
      const size_t n = part.length, own = part.head_width;
      multiply_blocks({part.query, part.step}, {part.key, part.step, true}, shares, n, n, n, own,
                      scale_of(part));
      soften(shares, n, distance.data() + (head + 1) * shape.window - 1);
      multiply_blocks({shares, n}, {part.value, part.step},
                      out.data() + begin[s] * shape.width + head * own, shape.width, n, own, n);
      shares += n * n;
    }
}

void Attention::backward(const Shape& shape, std::span<const uint32_t> begin,
                         std::span<const float> asked, std::span<const float> dout,
                         std::span<float> dasked, std::span<float> ddistance) {
  changes_.resize(shape.window * shape.window);
  const float* shares = shares_.data();
  float* changes = changes_.data();
  for (size_t s = 0; s + 1 < begin.size(); ++s)
    for (size_t head = 0; head < shape.heads; ++head) {
      const Part part = part_of(shape, asked.data(), begin[s], begin[s + 1] - begin[s], head);
      const size_t n = part.length, own = part.head_width, step = part.step;
      const float* dmixed = dout.data() + begin[s] * shape.width + head * own;
      float* dquery = dasked.data() + (part.query - asked.data());
      multiply_blocks({shares, n, true}, {dmixed, shape.width}, dquery + 2 * shape.width, step, n,
                      own, n);
      multiply_blocks({dmixed, shape.width}, {part.value, step, true}, changes, n, n, n, own);
      soften_back(shares, changes, n, ddistance.data() + (head + 1) * shape.window - 1);
      multiply_blocks({changes, n}, {part.key, step}, dquery, step, n, own, n, scale_of(part));
      multiply_blocks({changes, n, true}, {part.query, step}, dquery + shape.width, step, n, own, n,
                      scale_of(part));
      shares += n * n;
    }
}

}  // namespace soleil::sequence
