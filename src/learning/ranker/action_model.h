// ActionModel: the live ranker's numbers that all viewers share. For each action
//
//   z = bias + features . weights + what the keys weigh          p = sigmoid(scale * z + shift)
//
// Features are the products, dimension by dimension, of the viewer's place and the video's (so each
// action weighs the dimensions in its own way), then dense counters. Keys (viewer, hour, video,
// author, tags …) have their KeyWeights where their other state is. scale and shift: Platt's.
// Everything learns by event with AdaGrad and is clipped; every kCheckEvery events the numbers are
// looked at and go back to the last good ones when the error ran away. Not thread-safe.
#pragma once

#include <array>
#include <cstring>
#include <span>

#include "learning/ranker/ranker.h"

namespace soleil {

struct ActionSettings {
  float rate = 0.02F;  // of bias and weights
  StepSize key = {.rate = 0.05F, .weight_fade = 1e-3F};
  PerAction bias{};  // where they start
  std::array<PerAction, kFeatures> weights{};
  PerAction task = {1, 0.3F, 0.3F, 0.1F, 0.1F, 0.3F, 0.1F, 0.1F};  // weight of each one's error
};

// What one key adds to each action's log-odds. Starts at nothing. Trivially copyable.
struct KeyWeights {
  std::array<float, kActions> by_action{};
  float squares = 1e-4F;  // AdaGrad's
  PerAction get() const {
    PerAction out;
    std::memcpy(&out, by_action.data(), sizeof out);
    return out;
  }
  void step(const PerAction& gradient, const StepSize& size);  // the gradient is finite
};

// The same at rest in half precision, of what there are very many: 16 bytes, and AdaGrad's number
// wherever it has room.
struct HalfKeyWeights {
  static constexpr float kFirstSquares = KeyWeights{}.squares;
  std::array<uint16_t, kActions> by_action{};
  PerAction get() const;
  void step(const PerAction& gradient, const StepSize& size, float& squares);
};

class ActionModel {
 public:
  using Features = std::span<const float, kFeatures>;
  // What it has learned, for who asks. Trivially copyable.
  struct Numbers {
    PerAction bias{};
    std::array<PerAction, kFeatures> weights{};
    PerAction platt_scale{}, platt_shift{};
    PerAction calibrated(const PerAction& z) const;  // log-odds into probabilities
    // For score_rows, whose features hold the video's place instead of the products.
    PageMatrix page(const Vector& viewer, const PerAction& keys) const;
  };
  explicit ActionModel(const ActionSettings& settings);

  PerAction logits(Features features, const PerAction& keys) const;
  PerAction calibrated(const PerAction& z) const { return shared_.calibrated(z); }
  PageMatrix page(const Vector& viewer, const PerAction& keys) const {
    return shared_.page(viewer, keys);
  }
  const Numbers& numbers() const { return shared_; }
  // Takes one outcome; gives the gradient for the weights of its keys, 0 where it is no number.
  PerAction learn(Features features, const PerAction& keys, const Outcome& outcome);

  const StepSize& key_step() const { return settings_.key; }
  float weight(size_t feature, Action a) const {
    return shared_.weights[feature][static_cast<size_t>(a)];
  }
  float platt_scale(Action a) const { return shared_.platt_scale[static_cast<size_t>(a)]; }
  float platt_shift(Action a) const { return shared_.platt_shift[static_cast<size_t>(a)]; }
  size_t rollbacks() const { return rollbacks_; }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.value(shared_);
    file.value(good_);
    file.value(loss_);
    file.value(good_loss_);
    file.value(learned_);
    file.value(rollbacks_);
  }

 private:
  struct Shared : Numbers {
    PerAction bias_squares{};
    std::array<PerAction, kFeatures> squares{};
  };
  void step(Features features, const PerAction& error);
  void step_platt(const PerAction& z, const PerAction& miss);
  void check(float loss);

  const ActionSettings settings_;
  Shared shared_, good_;
  float loss_ = 0, good_loss_ = 1;
  size_t learned_ = 0, rollbacks_ = 0;
};

}  // namespace soleil
