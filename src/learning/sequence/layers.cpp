#include "learning/sequence/layers.h"

#include <cmath>

#include "learning/items/linear_algebra.h"

namespace soleil::sequence {
namespace {

constexpr float kLeastVariance = 1e-6f;

void normalise_row(const float* x, size_t width, float* plain, float& spread) {
  float sum = 0, squares = 0;
  for (size_t i = 0; i < width; ++i) sum += x[i];
  const float mean = sum / static_cast<float>(width);
  for (size_t i = 0; i < width; ++i) squares += (x[i] - mean) * (x[i] - mean);
  spread = 1 / std::sqrt(squares / static_cast<float>(width) + kLeastVariance);
  for (size_t i = 0; i < width; ++i) plain[i] = (x[i] - mean) * spread;
}

}  // namespace

void normalise(std::span<const float> x, std::span<const float> gain, std::span<const float> shift,
               Normed& kept, std::span<float> out) {
  const size_t width = gain.size(), rows = x.size() / width;
  kept.plain.resize(x.size());
  kept.spread.resize(rows);
  for (size_t row = 0; row < rows; ++row) {
    float* plain = kept.plain.data() + row * width;
    normalise_row(x.data() + row * width, width, plain, kept.spread[row]);
    for (size_t i = 0; i < width; ++i) out[row * width + i] = plain[i] * gain[i] + shift[i];
  }
}

void normalise_back(std::span<const float> dout, std::span<const float> gain, const Normed& kept,
                    std::span<float> dgain, std::span<float> dshift, std::span<float> dx) {
  const size_t width = gain.size();
  for (size_t row = 0; row < kept.spread.size(); ++row) {
    const float* plain = kept.plain.data() + row * width;
    const float* dy = dout.data() + row * width;
    float sum = 0, along = 0;
    for (size_t i = 0; i < width; ++i) {
      const float change = dy[i] * gain[i];
      dgain[i] += dy[i] * plain[i];
      dshift[i] += dy[i];
      sum += change;
      along += change * plain[i];
    }
    sum /= static_cast<float>(width);
    along /= static_cast<float>(width);
    for (size_t i = 0; i < width; ++i)
      dx[row * width + i] = kept.spread[row] * (dy[i] * gain[i] - sum - plain[i] * along);
  }
}

void linear(std::span<const float> x, std::span<const float> weights, std::span<const float> shift,
            size_t width, std::span<float> out) {
  const size_t rows = out.size() / width, inner = weights.size() / width;
  multiply_blocks({x.data(), inner}, {weights.data(), width}, out.data(), width, rows, width,
                  inner);
  for (size_t row = 0; row < rows && !shift.empty(); ++row)
    for (size_t i = 0; i < width; ++i) out[row * width + i] += shift[i];
}

void linear_back(std::span<const float> x, std::span<const float> dout,
                 std::span<const float> weights, size_t width, std::span<float> dweights,
                 std::span<float> dshift, std::span<float> dx) {
  const size_t rows = dout.size() / width, inner = weights.size() / width;
  multiply_blocks({x.data(), inner, true}, {dout.data(), width}, dweights.data(), width, inner,
                  width, rows, 1, 1);
  for (size_t row = 0; row < rows && !dshift.empty(); ++row)
    for (size_t i = 0; i < width; ++i) dshift[i] += dout[row * width + i];
  multiply_blocks({dout.data(), width}, {weights.data(), width, true}, dx.data(), inner, rows,
                  inner, width);
}

void draw_mask(float share, uint64_t seed, std::span<float> mask) {
  const auto limit = static_cast<uint32_t>(share * 4294967295.0);
  const float kept = 1 / (1 - share);
  const auto first = static_cast<uint32_t>(seed ^ seed >> 32);
  for (uint32_t i = 0; i < mask.size(); ++i) {  // murmur3's last mix: good enough, and vector code
    uint32_t h = first + i * 0x9E3779B9u;
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    mask[i] = (h ^ h >> 16) < limit ? 0.f : kept;
  }
}

}  // namespace soleil::sequence
