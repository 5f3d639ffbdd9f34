// On what terms a region tells others what its viewers took to (docs/residency.md, "What regions
// tell each other"), and the noise that follows from them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>

namespace soleil {

struct ExchangeTerms {
  static constexpr int64_t kDayMs = 86'400'000;
  size_t persons_min = 20;        // a video of fewer is not told of
  size_t videos_per_person = 32;  // in which somebody counts, of one release, once each
  // What all releases of any budget_ms together may tell of one person: (epsilon, delta)
  // differential privacy. epsilon 0: no noise at all, which only evaluations may ask for.
  double epsilon = 8, delta = 1e-6;
  // As often as the budget's time: the more releases share it, the more noise each has.
  int64_t every_ms = 28 * kDayMs, budget_ms = 28 * kDayMs;

  size_t releases() const;  // that the budget is for
};

// Standard deviations of what is added, in persons.
struct ExchangeNoise {
  double multiplier = 0;  // of what one person can change, at most
  double persons = 0;     // of a count of persons
  double sums = 0;        // of the sum of shares they watched, over their usual ones
  double margin = 0;      // above persons_min, so that it hides who was the last one needed
};
ExchangeNoise noise_of(const ExchangeTerms& terms);

}  // namespace soleil
