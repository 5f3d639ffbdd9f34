// Departure: what a running server has to know of carve-outs: whose data is frozen while it is
// being handed over, and where the addresses of those who went lead. Read once at the start:
// carve-outs are made while no server runs. Thread-safe; no I/O.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "model/id.h"
#include "platform/database/database.h"

namespace soleil {

class Departure {
 public:
  static Result<std::unique_ptr<Departure>> load(Database& database, const Clock& clock);

  // conflict "account_frozen", and until when. At the seller's it ends by itself with the plan's
  // time; at the buyer's when it has signed.
  Result<void> check_may_write(AccountId account) const;
  // Where a page of a video or a person ("/v/…", "/@…") is now; none: it did not go.
  std::optional<std::string> leads_to(std::string_view page) const;
  bool anything_went() const { return !forward_.empty(); }

 private:
  explicit Departure(const Clock& clock) : clock_(clock) {}
  Result<void> load_frozen(Database& database);
  Result<void> load_forward(Database& database);
  const Clock& clock_;
  std::unordered_map<AccountId, int64_t> frozen_until_ms_;
  std::unordered_map<std::string, std::string> forward_;  // by forward_hash(): a site
};

std::string forward_hash(std::string_view page);  // 32 bytes

}  // namespace soleil
