// Experiment: which viewers are served by which recipe, so that recipes can be compared. A viewer's
// arm is a function of salt and viewer alone: the same on every page, machine and day.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/id.h"

namespace soleil {

struct Arm {
  std::string name, recipe;
  double share = 0;  // of viewers, 0..1; 0: a shadow, which nobody is served, only estimated
};

struct Experiment {
  std::string name, salt, primary;   // primary: the metric that decides
  int64_t start_ms = 0, end_ms = 0;  // [start, end)
  std::vector<Arm> arms;             // the first is what the others are compared with
  double shadow_share = 0.2;         // of pages on which the other arms' choices are judged
  bool runs_at(int64_t now_ms) const { return now_ms >= start_ms && now_ms < end_ms; }
  const Arm* arm_of(ViewerId viewer) const;  // none: shares add up to less than 1
};

// What a page was part of; names "": of nothing.
struct Treatment {
  std::string experiment, arm;
};

}  // namespace soleil
