// ImpressionModel: the live Ranker behind a log reader, in the three ways of `soleil eval`: trained
// once over rows in order, asked about questions, or learning while it is asked. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learning/eval/impression_reader.h"

namespace soleil::eval {

// What the tool chooses on the validation part, never by hand.
struct ModelSettings {
  ReaderSettings reader;
  float rate = 0.02F, fade = 7e-3F;
  size_t passes = 2;
  std::string text() const;
};

class ImpressionModel {
 public:
  ImpressionModel(const ItemKeys& keys, const ModelSettings& settings, uint64_t seed);

  // As many passes over these rows as the settings say.
  static ImpressionModel trained(const ItemKeys& keys, const ModelSettings& settings,
                                 const Rows& rows, const OutcomeReader& outcomes,
                                 std::span<const size_t> order, uint64_t seed);

  // One pass over the rows in that order; the counters and histories start anew.
  void train(const Rows& rows, const OutcomeReader& outcomes, std::span<const size_t> order);
  // Log-odds of the label; nothing is learned.
  std::vector<float> ask(const Rows& questions) const;
  float ask(const Rows& questions, size_t row) const;
  // What came of one more row.
  void learn(const Rows& rows, size_t row, const OutcomeReader& outcomes);
  // The same, but only videos and circumstances move; the viewer stays who they were. For judging
  // a viewer's rows against each other: a viewer's state that follows their answers would mark each
  // row down by its own answer's absence, next to all later rows.
  void learn_item(const Rows& rows, size_t row, const OutcomeReader& outcomes);
  // Where a video lies in the ranker's space, with its author, tags …
  Place place_of(uint32_t video) const;
  const Ranker& ranker() const { return ranker_; }

 private:
  const ItemKeys& keys_;
  const ModelSettings settings_;
  ImpressionReader reader_;
  Ranker ranker_;
  mutable Impression impression_;
};

}  // namespace soleil::eval
