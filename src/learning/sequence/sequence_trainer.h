// SequenceTrainer: teaches a SequenceNet by Adam (Kingma and Ba, 2015) on windows of what viewers
// watched, every place of a window predicting the next. A step's batch is cut into a fixed number
// of parts, done side by side: the same seed gives the same network on any number of cores.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/random.h"
#include "learning/sequence/sampled_softmax.h"
#include "learning/sequence/sequence_net.h"

namespace soleil::sequence {

using Watched = std::vector<std::vector<uint32_t>>;  // each viewer's videos, oldest first

struct TrainerSettings {
  NetShape shape;
  float drop = 0.2f;
  size_t tokens = 2048;  // of a step
  size_t drawn = 512;    // videos that each part of a step draws evenly
  uint64_t seed = 1;
};

// What has been learned so far; may be copied and gone back to.
struct Learned {
  SequenceNet net;
  std::vector<float> dense_mean, dense_square, table_mean, table_square;  // of the gradients
  size_t steps = 0;
};

class SequenceTrainer {
 public:
  // watched must outlive this.
  SequenceTrainer(const TrainerSettings& settings, const Watched& watched, Learned from);
  static Learned nothing(const TrainerSettings& settings);

  // So many steps at rates from `first` to `last`; the mean loss of a token.
  double learn(size_t steps, double first, double last);
  const Learned& learned() const { return learned_; }
  size_t tokens() const { return tokens_; }  // of one pass over all that was watched

 private:
  static constexpr size_t kParts = 2;
  struct Window {
    uint32_t viewer, first, count;  // count: of places that predict
  };
  // What one part of a step works with.
  struct Part {
    Trace trace;
    NetGradients gradients;
    std::vector<uint32_t> wanted;
    std::vector<float> dout;
    SampledSoftmax softmax;
    SeededRandom random;
    double loss = 0;
  };

  void cut_windows();
  void fill(Part& part, size_t tokens);
  void work(Part& part, size_t step, size_t tokens);
  double step(double rate);
  void adapt(double rate);

  const TrainerSettings settings_;
  const Watched& watched_;
  Learned learned_;
  SeededRandom random_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::vector<Window> windows_;
  size_t next_window_ = 0, tokens_ = 0;
  std::vector<uint32_t> touched_;  // videos whose gradients are not zero
  std::vector<bool> is_touched_;
};

}  // namespace soleil::sequence
