// PlaceOdds: with what probability each of several candidates gets one place of a page. Exact, so
// that what was served can tell what another recipe would have earned (docs/recommender.md, Odds).
//
// A softmax over values: the probability of value v is proportional to exp(v / heat). Values more
// than kReach heats below the best get nothing, which keeps it cheap. Heat 0: the best alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soleil {

struct Odds {
  size_t choice = 0;  // the caller's index
  double value = 0;   // in: value; out: probability
};

inline constexpr double kReach = 12;  // exp(-12): 6 in a million

// Turns values into probabilities that add up to 1; drops those out of reach. The first of equal
// ones wins at heat 0. Empty stays empty.
void soften(std::vector<Odds>& odds, double heat);

// The one at `at` (0..1) along the probabilities; odds must not be empty.
size_t draw(const std::vector<Odds>& odds, double at);

double odds_of(const std::vector<Odds>& odds, size_t choice);  // 0: out of reach

double unit_of(uint64_t hash);  // [0, 1)

}  // namespace soleil
