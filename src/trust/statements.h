// Statements: what the operator claims and how it answers rumours, as the log `policy` has it. A
// statement counts once it is in the log; nothing else keeps it. Thread-safe; changes block until
// they are durable (Ledger::write).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "ledger/ledger.h"
#include "trust/statement.h"

namespace soleil {

struct StatementLimits {
  size_t claims_max = 200, rumours_max = 5'000;
};

class Statements {
 public:
  // Reads the log. `ledger` and `clock` outlive it.
  static Result<std::unique_ptr<Statements>> open(Ledger& ledger, const Clock& clock,
                                                  const StatementLimits& limits = {});

  // The entry's index. conflict: "too_many_statements", "withdrawn" (a rumour whose answer was
  // withdrawn is answered under another id, if again); unavailable: "not_logged".
  Result<uint64_t> claim(Claim claim);
  Result<uint64_t> answer(Rumour rumour);  // the revision follows the last one of the same id

  std::vector<Claim> claims() const;    // the last of each id, withdrawn ones left out
  std::vector<Rumour> rumours() const;  // the last answer to each, newest first; as claims()
  std::optional<Rumour> rumour(const std::string& id) const;  // withdrawn ones too

 private:
  Statements(Ledger& ledger, const Clock& clock, const StatementLimits& limits)
      : ledger_(ledger), clock_(clock), limits_(limits) {}
  void read(const LoggedEntry& entry);
  void keep(Claim claim);
  void keep(Rumour rumour, uint64_t index);

  Ledger& ledger_;
  const Clock& clock_;
  const StatementLimits limits_;
  std::mutex changing_;        // one change at a time, also while it waits for the log
  mutable std::mutex mutex_;   // guards what follows
  std::vector<Claim> claims_;  // in the order in which they were first made
  std::vector<Rumour> rumours_;
};

}  // namespace soleil
