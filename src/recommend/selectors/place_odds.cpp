#include "recommend/selectors/place_odds.h"

#include <algorithm>
#include <cmath>

namespace soleil {

void soften(std::vector<Odds>& odds, double heat) {
  if (odds.empty()) return;
  const auto best = std::max_element(
      odds.begin(), odds.end(), [](const Odds& a, const Odds& b) { return a.value < b.value; });
  if (heat <= 0) {
    odds = {{best->choice, 1.0}};
    return;
  }
  const double top = best->value;
  std::erase_if(odds, [&](const Odds& one) { return !(one.value >= top - kReach * heat); });
  double sum = 0;
  for (Odds& one : odds) sum += one.value = std::exp((one.value - top) / heat);
  for (Odds& one : odds) one.value /= sum;
}

size_t draw(const std::vector<Odds>& odds, double at) {
  for (const Odds& one : odds) {
    if (at < one.value) return one.choice;
    at -= one.value;
  }
  return odds.back().choice;  // rounding
}

double odds_of(const std::vector<Odds>& odds, size_t choice) {
  for (const Odds& one : odds)
    if (one.choice == choice) return one.value;
  return 0;
}

double unit_of(uint64_t hash) {
  return static_cast<double>(hash >> 11) / static_cast<double>(1ULL << 53);
}

}  // namespace soleil
