// Duties: what somebody does here beside the ladder of roles. Whoever has `legal` keeps the
// register of requests of governments (docs/register.md), and nothing more comes with it.
// Thread-safe; calls block.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/id.h"
#include "platform/database/database.h"

namespace soleil {

enum class Duty { legal };
std::string_view duty_name(Duty duty);
std::optional<Duty> parse_duty(std::string_view name);

class Duties {
 public:
  Duties(Database& database, const Clock& clock) : database_(database), clock_(clock) {}
  Result<std::vector<AccountId>> holders(Duty duty) const;  // in order of id
  Result<bool> has(AccountId who, Duty duty) const;
  Result<void> give(AccountId who, Duty duty, AccountId by);  // again: no change
  Result<void> take(AccountId who, Duty duty);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace soleil
