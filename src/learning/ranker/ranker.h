// Ranker: what a viewer would do with a video: eight probabilities from sparse keys (who, where,
// which video, whose, with which tags …) and dense counters. A factorisation machine (Rendle, ICDM
// 2010) with the viewer's history in it (Koren's SVD++, KDD 2008), several actions on one space,
// trained by event with AdaGrad:
//
//   place(viewer) = v[viewer] + attributes + sum of v[what came of a video] / sqrt(history's
//   length) z[action]     = bias + dense . weight + sum of w[key] + s[action] . (viewer*where
//                   + (viewer + where) * item)        item = sum of the video's keys' places
//   p[action]     = sigmoid(scale * z + shift)        scale and shift: Platt's, learned by event
//
// z is a sum over the video's keys, so what each of them adds is exact. Everything that is learned
// stays finite: a step that is not is not taken, and every kCheckEvery events the shared numbers
// are looked at and go back to the last good ones when the error ran away (rollbacks()).
// Same events in the same order and same seed: same numbers. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "learning/ranker/kernel.h"

namespace soleil {

enum class Action : uint8_t {
  watch,  // a long view
  completion,
  like,
  share,
  follow,
  skip,
  not_interested,
  report
};

// One video before one viewer, as known before it is watched. Keys are made by mix_key.
struct Impression {
  uint64_t viewer = 0;                // 0: nobody in particular
  std::vector<uint64_t> attributes;   // of the viewer
  std::vector<uint64_t> where;        // tab, hour …: the same for a whole page
  std::vector<uint64_t> item;         // video, author, sound, tags, length …
  std::vector<uint64_t> history;      // (video, what came of it), newest first
  std::array<float, kDense> dense{};  // within [-kDenseMax, kDenseMax]; 0: nothing known
  uint32_t day = 0;                   // of the event
  bool viewer_learns = true;          // false: an event moves the other rows only
};
inline constexpr float kDenseMax = 4;

// What came of it, 0..1; NaN: not known.
struct Outcome {
  PerAction happened = PerAction{} + __builtin_nanf("");
  float weight = 1;
};

struct RankerSettings {
  StepSize step;
  float shared_rate = 0.02F;  // of biases, dense weights and scales
  size_t history_max = 50;
  uint8_t meetings_needed = 1;
  float spread = 0.02F;
  // Where the shared numbers start; what is known of them before any event.
  PerAction bias = {-0.6F, -1, -4, -5, -5, -1, -5, -6};
  std::array<PerAction, kDense> dense{};
  PerAction task = {1, 0.3F, 0.3F, 0.1F, 0.1F, 0.3F, 0.1F, 0.1F};  // weight of each action's error
};

class Ranker {
 public:
  explicit Ranker(uint64_t seed, const RankerSettings& settings = {});

  PerAction logits(const Impression& impression) const;
  PerAction predict(const Impression& impression) const;  // probabilities, calibrated

  // Predicts, then learns; gives the probabilities from before. Keys without a row get one.
  PerAction learn(const Impression& impression, const Outcome& outcome);

  void forget(uint64_t key) { rows_.erase(key); }
  size_t expire(uint32_t before_day) { return rows_.expire(before_day); }
  const Embeddings& rows() const { return rows_; }
  size_t refused_steps() const { return refused_; }
  size_t rollbacks() const { return rollbacks_; }

 private:
  using Row = Embeddings::RowNumber;
  struct Shared {  // learned by every event
    PerAction bias{}, bias_squares{};
    std::array<PerAction, kDense> dense{}, dense_squares{};
    std::array<Place, kActions> scale{};
    PerAction platt_scale{}, platt_shift{};
  };
  struct Found {  // an impression's rows and sums
    std::vector<Row> person, where, item, history;
    Place viewer{}, context{}, video{};
    float history_share = 0;
    PerAction z{};
  };
  template <class Look>
  void gather(const Impression& impression, Found& found, Look&& look) const;
  void add_up(const Impression& impression, Found& found) const;
  PerAction calibrated(const PerAction& z) const;  // log-odds into probabilities
  void step(const Impression& impression, const Found& found, const PerAction& error);
  void step_shared(const Impression& impression, const Found& found, const PerAction& error);
  void step_platt(const PerAction& z, const PerAction& error);
  void check(float loss);

  const RankerSettings settings_;
  Embeddings rows_;
  Shared shared_, good_;
  mutable Found found_;
  float loss_ = 0, good_loss_ = 1;
  size_t learned_ = 0, refused_ = 0, rollbacks_ = 0;
};

float sigmoid(float z);
PerAction sigmoid(const PerAction& z);

}  // namespace soleil
