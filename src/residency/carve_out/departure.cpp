#include "residency/carve_out/departure.h"

#include "base/hash.h"

namespace soleil {
namespace {

constexpr int64_t kUntilSigned = INT64_MAX, kPage = 10'000;

std::string until_text(int64_t until_ms) {
  if (until_ms == kUntilSigned) return "the new operator has checked that all of it arrived";
  return rfc3339(until_ms);
}

}  // namespace

std::string forward_hash(std::string_view page) {
  return sha256("soleil forward v1\n" + std::string(page));
}

Result<std::unique_ptr<Departure>> Departure::load(Database& database, const Clock& clock) {
  std::unique_ptr<Departure> out(new Departure(clock));
  SOLEIL_TRY(out->load_frozen(database));
  SOLEIL_TRY(out->load_forward(database));
  return out;
}

Result<void> Departure::load_frozen(Database& database) {
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(database.read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT p.account_id, c.side, c.until_ms FROM personal_carve_out p JOIN carve_out c ON "
          "c.id = p.carve_out_id WHERE c.state IN ('frozen', 'exported', 'erasing', 'importing', "
          "'imported') AND p.account_id > $1 ORDER BY p.account_id LIMIT $2",
          {after, kPage});
    }));
    for (const Row& row : rows)
      frozen_until_ms_[AccountId::from_sql(row.int_at(0))] =
          row.text_at(1) == "buyer" ? kUntilSigned : row.int_at(2);
    if (rows.empty()) return {};
    after = rows.back().int_at(0);
  }
}

Result<void> Departure::load_forward(Database& database) {
  for (std::string after;;) {
    const Rows rows = SOLEIL_TRY(database.read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT address_hash, site FROM carve_out_forward WHERE address_hash > $1 ORDER BY "
          "address_hash LIMIT $2",
          {Bytes{after}, kPage});
    }));
    for (const Row& row : rows) forward_[row.text_at(0)] = row.text_at(1);
    if (rows.empty()) return {};
    after = rows.back().text_at(0);
  }
}

Result<void> Departure::check_may_write(AccountId account) const {
  const auto at = frozen_until_ms_.find(account);
  if (at == frozen_until_ms_.end() || clock_.now_ms() >= at->second) return {};
  return fail(Code::conflict, "account_frozen",
              "Your account is being handed over to a new operator: nothing of it can be changed "
              "until " +
                  until_text(at->second) + ". You can watch, and read what is yours.");
}

std::optional<std::string> Departure::leads_to(std::string_view page) const {
  const auto at = forward_.find(forward_hash(page));
  if (at == forward_.end()) return std::nullopt;
  return at->second + std::string(page);
}

}  // namespace soleil
