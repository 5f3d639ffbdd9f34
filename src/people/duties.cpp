#include "people/duties.h"

#include <algorithm>
#include <string>

namespace soleil {

std::string_view duty_name(Duty) {
  return "legal";
}

std::optional<Duty> parse_duty(std::string_view name) {
  return name == duty_name(Duty::legal) ? std::optional(Duty::legal) : std::nullopt;
}

Result<std::vector<AccountId>> Duties::holders(Duty duty) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT account_id FROM account_duty WHERE duty = $1 ORDER BY account_id",
                    {std::string(duty_name(duty))});
  }));
  std::vector<AccountId> out;
  for (const Row& row : rows) out.push_back(AccountId::from_sql(row.int_at(0)));
  return out;
}

Result<bool> Duties::has(AccountId who, Duty duty) const {
  const auto all = SOLEIL_TRY(holders(duty));
  return std::find(all.begin(), all.end(), who) != all.end();
}

Result<void> Duties::give(AccountId who, Duty duty, AccountId by) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("INSERT INTO account_duty (account_id, duty, given_by, given_ms) VALUES ($1, "
               "$2, $3, $4) ON CONFLICT (account_id, duty) DO NOTHING",
               {who.sql(), std::string(duty_name(duty)), by.sql(), clock_.now_ms()}));
    return {};
  });
}

Result<void> Duties::take(AccountId who, Duty duty) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("DELETE FROM account_duty WHERE account_id = $1 AND duty = $2",
                      {who.sql(), std::string(duty_name(duty))}));
    return {};
  });
}

}  // namespace soleil
