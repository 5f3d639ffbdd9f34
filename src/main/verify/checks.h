// What soleil-verify can check, as functions: a verdict or the reason why not.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/log_reader.h"
#include "ledger/proof_file.h"

namespace soleil {

// Nothing but the published checkpoint and who vouches for it.
Result<TrustedCheckpoint> verify_checkpoint(const Policy& policy, const ReadFile& read);

// The published checkpoint continues `remembered` (a signed note; "" for the first time).
// corrupt, "fork": two trees that can't be of one history, both signed; unavailable,
// "shows_older": the log shows a beginning of what is remembered.
Result<TrustedCheckpoint> verify_continues(const Policy& policy, const ReadFile& read,
                                           const std::string& remembered);

// The entry at `index` is in the log. `is`: and it is these bytes.
struct VerifiedEntry {
  TrustedCheckpoint trusted;
  std::string entry;
};
Result<VerifiedEntry> verify_entry(const Policy& policy, const ReadFile& read, uint64_t index,
                                   const std::optional<std::string>& is);

// Every entry and every tile.
Result<TrustedCheckpoint> verify_all(const Policy& policy, const ReadFile& read);

// 0 verified, 1 refuted, 2 usage, 3 could not look, 4 too few witnesses, 5 fork.
int exit_code_of(const Error& error);

}  // namespace soleil
