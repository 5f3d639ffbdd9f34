// Attention: causal self-attention over packed sequences (Vaswani et al., 2017), with a learned
// addition for each distance between two places instead of absolute places (T5, Raffel et al.,
// 2020, without classes): what counts is how long ago. Not thread-safe; space is kept for the
// next call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soleil::sequence {

class Attention {
 public:
  struct Shape {
    size_t width, heads, window;  // no sequence is longer than the window
  };

  // begin: where each sequence begins, and the end of the last. asked: tokens x 3 width (queries,
  // keys, values side by side). distance: heads x window, the last of a head's for distance 0.
  void forward(const Shape& shape, std::span<const uint32_t> begin, std::span<const float> asked,
               std::span<const float> distance, std::span<float> out);
  // After forward with the same arguments. Sets dasked, adds to ddistance.
  void backward(const Shape& shape, std::span<const uint32_t> begin, std::span<const float> asked,
                std::span<const float> dout, std::span<float> dasked, std::span<float> ddistance);

 private:
  std::vector<float> shares_;  // each sequence, each head: length x length, rows sum to 1
  std::vector<float> changes_;
};

}  // namespace soleil::sequence
