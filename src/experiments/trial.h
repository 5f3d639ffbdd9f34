// Trial: one experiment as its facts tell it: who was in which arm, what they did since, and how
// the other arms' choices would have done. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "experiments/arm_metrics.h"
#include "experiments/off_policy.h"
#include "model/experiment.h"
#include "model/fact.h"

namespace soleil {

struct ArmReading {
  std::string arm;
  int64_t viewers = 0;
  std::array<Estimate, kMetrics> metrics;
  std::array<Comparison, kMetrics> against_first;     // of the first arm: with itself
  std::array<OffPolicyEstimate, kRewards> estimated;  // had this arm chosen on the others' pages
};

struct TrialReading {
  std::vector<ArmReading> arms;  // as in the experiment
  double split_p = 1;
  int64_t mixed = 0;  // viewers seen in two arms: left out
};

class Trial {
 public:
  static constexpr size_t kViewersMax = 1'000'000;
  void page(const Served& fact);
  void watched(const Watched& fact);
  void liked(ViewerId viewer, int by);
  void shared(ViewerId viewer);
  void refused(ViewerId viewer);
  void judged(const std::string& arm, const LoggedPlace& place);  // `arm` had chosen otherwise
  TrialReading read(const Experiment& experiment) const;

 private:
  struct Member {
    uint16_t arm = 0;
    bool mixed = false;
    ViewerDeeds deeds;
  };
  uint16_t number(const std::string& arm);
  Member* find(ViewerId viewer);
  std::vector<std::string> arms_;
  std::unordered_map<ViewerId, Member> members_;
  std::map<std::string, OffPolicy> judged_;
};

}  // namespace soleil
