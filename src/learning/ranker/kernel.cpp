#include "learning/ranker/kernel.h"

namespace soleil {
namespace {

// So many candidates at a time keep their sums in registers while the matrix passes by.
template <size_t kRows>
void score_block(const float* features, const PageMatrix& page, PerAction* z) {
  PerAction sums[kRows];
#pragma GCC unroll 16
  for (size_t row = 0; row < kRows; ++row) sums[row] = z[row];
  for (size_t f = 0; f < kFeatures; ++f) {
    const PerAction column = page.columns[f];
#pragma GCC unroll 16
    for (size_t row = 0; row < kRows; ++row) sums[row] += features[row * kFeatures + f] * column;
  }
#pragma GCC unroll 16
  for (size_t row = 0; row < kRows; ++row) z[row] = sums[row];
}

constexpr size_t kBlock = 12;

}  // namespace

void score_rows(std::span<const float> features, const PageMatrix& page, std::span<PerAction> z) {
  size_t row = 0;
  for (; row + kBlock <= z.size(); row += kBlock)
    score_block<kBlock>(&features[row * kFeatures], page, &z[row]);
  for (; row < z.size(); ++row) score_block<1>(&features[row * kFeatures], page, &z[row]);
}

}  // namespace soleil
