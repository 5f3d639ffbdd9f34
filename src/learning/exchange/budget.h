// PrivacyBudget: what this region's releases have told of a person so far, and whether one more may
// be made. Releases of different regions don't add up: a person is at home in one. Not thread-safe.
#pragma once

#include <vector>

#include "base/result.h"
#include "learning/exchange/terms.h"

namespace soleil {

class PrivacyBudget {
 public:
  struct Spent {
    int64_t number = 0, at_ms = 0;
    double noise = 0;  // ExchangeNoise::multiplier
  };
  explicit PrivacyBudget(const ExchangeTerms& terms, std::vector<Spent> spent = {})
      : terms_(terms), spent_(std::move(spent)) {}

  // Conflict "budget_spent", and nothing is, when with this one the releases of budget_ms would
  // tell more than epsilon. What was spent by a clock that was ahead counts.
  Result<void> spend(const Spent& release);
  double epsilon_spent(int64_t now_ms) const;  // by the releases of the last budget_ms
  const std::vector<Spent>& all() const { return spent_; }

 private:
  std::vector<double> lately(int64_t now_ms) const;
  const ExchangeTerms terms_;
  std::vector<Spent> spent_;
};

}  // namespace soleil
