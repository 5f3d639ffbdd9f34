// Proof files (c2sp.org/tlog-proof): an entry's place, its inclusion proof and a checkpoint in one
// text that is checked offline, against a policy. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/policy.h"

namespace soleil {

struct LogProof {
  std::string extra;  // opaque, vouched for by nobody
  uint64_t index = 0;
  std::vector<TreeHash> hashes;
  std::string checkpoint;  // the signed note
};

std::string proof_text(const LogProof& proof);
Result<LogProof> parse_proof(std::string_view text);  // invalid, "bad_proof"

// Shows that the entry is in a log that the policy trusts. Errors of open_checkpoint() and
// check_inclusion().
Result<TrustedCheckpoint> check_proof(const Policy& policy, const LogProof& proof,
                                      std::string_view entry);

}  // namespace soleil
