// The layers of the sequence network, on rows of floats (packed, row-major), forward and backward.
// Backward adds to the gradients of parameters. The caller owns all space. Pure; any thread.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soleil::sequence {

// e^x to 1e-5 of itself, without branches: loops over it become vector code.
inline float fast_exp(float x) {
  const float turns = std::clamp(x, -87.f, 88.f) * 1.44269504f;  // to a power of two
  const auto whole = static_cast<int32_t>(turns + (turns < 0 ? -0.5f : 0.5f));
  const float rest = (turns - static_cast<float>(whole)) * 0.69314718f;  // at most ln(2) / 2
  const float power =
      1 + rest * (1 + rest * (0.5f + rest * (1.f / 6 + rest * (1.f / 24 + rest * (1.f / 120)))));
  return power * std::bit_cast<float>((whole + 127) << 23);
}

// What the way back needs of a layer normalisation.
struct Normed {
  std::vector<float> plain;   // each row with mean 0 and variance 1
  std::vector<float> spread;  // of each row: 1 / standard deviation
};

// Layer normalisation (Ba et al., 2016) of each row; as wide as gain.
void normalise(std::span<const float> x, std::span<const float> gain, std::span<const float> shift,
               Normed& kept, std::span<float> out);
void normalise_back(std::span<const float> dout, std::span<const float> gain, const Normed& kept,
                    std::span<float> dgain, std::span<float> dshift, std::span<float> dx);

// out (rows x shift) = x (rows x ...) * weights + shift. An empty shift is none, `width` wide.
void linear(std::span<const float> x, std::span<const float> weights, std::span<const float> shift,
            size_t width, std::span<float> out);
void linear_back(std::span<const float> x, std::span<const float> dout,
                 std::span<const float> weights, size_t width, std::span<float> dweights,
                 std::span<float> dshift, std::span<float> dx);

// 0 for a share of the places, 1 / (1 - share) for the others; by seed.
void draw_mask(float share, uint64_t seed, std::span<float> mask);

}  // namespace soleil::sequence
