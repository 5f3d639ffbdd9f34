// SampledSoftmax: cross-entropy of the next video against all videos, or against a sample of them:
// all that come next in the same batch and some drawn evenly. A sampled video's score is corrected
// by the logarithm of its chance to be there, so that the sum over the sample estimates the sum
// over all (Bengio and Senecal, 2008; Yi et al., RecSys 2019). Not thread-safe: one a thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "learning/sequence/sequence_net.h"

namespace soleil::sequence {

class SampledSoftmax {
 public:
  // share: of each video among all that come next. drawn: how many are drawn evenly; with at least
  // `videos` of them nothing is sampled.
  SampledSoftmax(std::vector<float> share, size_t drawn);

  // Who takes part; wanted: what really came next after each token.
  void draw(std::span<const uint32_t> wanted, Random& random);
  // The sum of the tokens' losses. Sets dout (tokens x width) to weight times its change by out,
  // adds that by the table to dtable.
  double loss(const SequenceNet& net, std::span<const float> out, float weight,
              std::span<float> dout, std::span<float> dtable);
  std::span<const uint32_t> chosen() const { return chosen_; }

 private:
  void choose(uint32_t video, float correction);
  double soften(size_t first, size_t count, float weight);

  const std::vector<float> share_;
  const size_t drawn_;
  std::vector<uint32_t> chosen_, place_;  // place_: of each video in chosen_
  std::vector<float> correction_;         // of each chosen: -log of its chance to be here
  std::vector<uint32_t> wanted_;          // places in chosen_
  std::vector<float> rows_, drows_, scores_;
};

}  // namespace soleil::sequence
