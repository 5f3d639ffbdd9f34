// ExplorationTally: what exploration places earn beside ranked ones, over all For You pages: the
// price of giving new videos their first viewers. Not thread-safe.
#pragma once

#include <unordered_map>

#include "experiments/off_policy.h"
#include "model/fact.h"

namespace soleil {

struct ExplorationReading {
  int64_t explored = 0, ranked = 0;  // viewings
  // Of a reward: at ranked places, at explored ones, and lost per viewing by exploring: share of
  // explored viewings x (ranked - explored).
  std::array<double, kRewards> at_ranked{}, at_explored{}, lost{};
};

class ExplorationTally {
 public:
  void add(bool explored, const Rewards& rewards);
  ExplorationReading read() const;

 private:
  int64_t viewings_[2] = {0, 0};
  Rewards sums_[2] = {};
};

}  // namespace soleil
