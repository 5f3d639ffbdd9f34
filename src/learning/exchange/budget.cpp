#include "learning/exchange/budget.h"

#include "learning/exchange/privacy.h"

namespace soleil {
namespace {

constexpr double kRounding = 1e-6;
constexpr int64_t kKeptTimes = 3;  // budget_ms after which an entry says nothing any more

}  // namespace

std::vector<double> PrivacyBudget::lately(int64_t now_ms) const {
  std::vector<double> out;
  for (const Spent& one : spent_)
    if (one.at_ms > now_ms - terms_.budget_ms) out.push_back(one.noise);
  return out;
}

Result<void> PrivacyBudget::spend(const Spent& release) {
  std::vector<double> noises = lately(release.at_ms);
  noises.push_back(release.noise);
  if (!(release.noise > 0) ||
      epsilon_of(composed(noises), terms_.delta / 2) > terms_.epsilon * (1 + kRounding))
    return fail(Code::conflict, "budget_spent",
                "One more release would tell more of a person than the budget allows.");
  std::erase_if(spent_, [&](const Spent& one) {
    return one.at_ms <= release.at_ms - kKeptTimes * terms_.budget_ms;
  });
  spent_.push_back(release);
  return {};
}

double PrivacyBudget::epsilon_spent(int64_t now_ms) const {
  const std::vector<double> noises = lately(now_ms);
  return noises.empty() ? 0 : epsilon_of(composed(noises), terms_.delta / 2);
}

}  // namespace soleil
