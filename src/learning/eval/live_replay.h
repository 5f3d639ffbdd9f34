// LiveReplay: the very model that the feed serves (TasteModel) behind a log reader: each row
// becomes the facts that a player would have sent, in order, and a question is what a page would be
// told. So what is measured is the class that serves, not a relative of it. What is predicted is
// the label: it takes the place of "watched to the end", of which the live model predicts the
// probability. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "learning/eval/impression_reader.h"
#include "learning/taste_model.h"

namespace soleil::eval {

class LiveReplay {
 public:
  // rows: where lengths are taken from when the attributes have none.
  LiveReplay(const Names& names, const Attributes& videos, const Rows& rows);
  // What came of a row. Rows without a time happen when the one before did.
  void learn(const Rows& rows, size_t row, const OutcomeReader& outcomes) {
    model_.apply(facts_of(rows, row, outcomes));
  }
  // The facts that a player would have sent of a row; none, if its label is not known.
  std::vector<WatchFact> facts_of(const Rows& rows, size_t row, const OutcomeReader& outcomes);
  void apply(std::span<const WatchFact> facts) { model_.apply(facts); }
  int64_t duration_ms(VideoId video) const { return duration_ms_[video.value - 1]; }
  int64_t now_ms() const { return now_ms_; }  // of the newest row
  // What the feed would say of it now: the probability of the label.
  float ask(const Rows& questions, size_t row) const;
  std::vector<float> ask(const Rows& questions) const;

 private:
  FactHead head(const Rows& rows, size_t row);
  TasteModel model_;
  std::vector<int64_t> duration_ms_;  // by video
  int64_t now_ms_ = 0;
};

}  // namespace soleil::eval
