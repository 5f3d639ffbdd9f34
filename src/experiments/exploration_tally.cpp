#include "experiments/exploration_tally.h"

namespace soleil {

void ExplorationTally::add(bool explored, const Rewards& rewards) {
  ++viewings_[explored];
  for (size_t k = 0; k < kRewards; ++k) sums_[explored][k] += rewards[k];
}

ExplorationReading ExplorationTally::read() const {
  ExplorationReading out{viewings_[1], viewings_[0], {}, {}, {}};
  if (!out.explored || !out.ranked) return out;
  const auto explored = static_cast<double>(out.explored), ranked = static_cast<double>(out.ranked);
  for (size_t k = 0; k < kRewards; ++k) {
    out.at_ranked[k] = sums_[0][k] / ranked;
    out.at_explored[k] = sums_[1][k] / explored;
    out.lost[k] = explored / (explored + ranked) * (out.at_ranked[k] - out.at_explored[k]);
  }
  return out;
}

}  // namespace soleil
