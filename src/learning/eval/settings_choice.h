// SettingsChoice: finds the ranker's settings on the end of the train rows, one change at a time
// from the live ranker's own. All changes of a round are tried at once, on all threads.
#pragma once

#include <vector>

#include "learning/eval/impression_data.h"
#include "learning/eval/metrics.h"

namespace soleil::eval {

class SettingsChoice {
 public:
  SettingsChoice(const ImpressionData& data, const std::string& label, uint64_t seed);
  ModelSettings choose(Progress& progress);
  double primary() const { return primary_; }  // of what was chosen, on the validation part

 private:
  struct Trial {
    ModelSettings settings;
    double primary = 0;
  };
  void run(std::vector<Trial>& trials, Progress& progress) const;
  Trial best_passes(ModelSettings settings) const;
  void take(const Trial& trial);

  const ImpressionData& data_;
  const OutcomeReader outcomes_;
  const uint64_t seed_;
  std::vector<size_t> order_;  // a sample of viewers, where there are many rows
  size_t begin_ = 0;
  Questions questions_;
  std::vector<uint8_t> positive_;
  ModelSettings best_;
  double primary_ = -1;
};

}  // namespace soleil::eval
