// SequenceNet: a small causal self-attention network that says what a viewer watches next (SASRec,
// Kang and McAuley, ICDM 2018; layer normalisation before each layer; distances instead of places,
// see attention.h; the same table of videos going in and coming out). This is the network and its
// gradients; sequence_trainer.h teaches it. Forward and backward are const: any number of threads,
// each with a space of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "learning/sequence/attention.h"
#include "learning/sequence/layers.h"

namespace soleil::sequence {

struct NetShape {
  size_t videos = 0;
  size_t width = 64, layers = 2, heads = 2;
  size_t window = 200;  // as far back as it looks
  size_t inner = 64;    // of the two-step layer behind each attention

  size_t dense_size() const;  // parameters besides the table
  double flops() const;       // of a token of a full window going forward, without the table
};

// One layer's parameters, or their gradients, in a flat vector.
template <class T>
struct LayerParts {
  std::span<T> gain1, shift1, ask, mix, mix_shift, distance;
  std::span<T> gain2, shift2, up, up_shift, down, down_shift;
};

// What one batch leaves behind for the way back.
struct LayerTrace {
  Normed norm1, norm2;
  std::vector<float> normed1, asked, mixed, middle, normed2, inner;
  std::vector<float> mask1, mask2;
  Attention attention;
};

struct Trace {
  std::vector<uint32_t> videos;  // going in, one sequence after the other
  std::vector<uint32_t> begin;   // where each sequence begins, and the end of the last
  std::vector<float> mask;
  std::vector<std::vector<float>> rows;  // what enters each layer, and what leaves the last
  std::vector<LayerTrace> layers;
  Normed norm;
  std::vector<float> out;  // tokens x width
  std::vector<float> change, other, dasked;

  void clear();
  void add(std::span<const uint32_t> sequence);
  size_t tokens() const { return videos.size(); }
};

struct NetGradients {
  std::vector<float> dense, table;  // table: videos x width
};

class SequenceNet {
 public:
  SequenceNet() = default;
  SequenceNet(const NetShape& shape, uint64_t seed);

  // Fills trace.out from trace.videos. drop: the share of numbers left out while learning, by seed.
  void forward(Trace& trace, float drop, uint64_t seed) const;
  // After forward with the same trace and drop: dout is the change of the loss by trace.out and is
  // used up. Adds to the gradients.
  void backward(Trace& trace, float drop, std::vector<float>& dout, NetGradients& out) const;

  // For each history (oldest first, the last `window` of it) a row of `videos` shares that sum to
  // 1; zeros for an empty one.
  void predict(std::span<const std::span<const uint32_t>> histories, std::span<float> shares) const;

  const NetShape& shape() const { return shape_; }
  std::span<const float> row(uint32_t video) const;
  std::vector<float>& dense() { return dense_; }
  std::vector<float>& table() { return table_; }

 private:
  void layer_forward(size_t layer, Trace& trace, float drop, uint64_t seed) const;
  void layer_backward(size_t layer, Trace& trace, float drop, std::vector<float>& dout,
                      std::span<float> dense) const;
  Attention::Shape attention() const { return {shape_.width, shape_.heads, shape_.window}; }

  NetShape shape_;
  std::vector<float> dense_;  // the layers' parts one after the other, then the last norm's two
  std::vector<float> table_;
};

}  // namespace soleil::sequence
