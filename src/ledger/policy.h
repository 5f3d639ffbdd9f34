// Trust policy (c2sp.org/tlog-policy): which logs, which witnesses, and how many of whom must have
// cosigned a checkpoint before anyone believes it. Lines `log`, `witness`, `group`, `quorum`. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"

namespace soleil {

struct PolicyLog {
  VerifierKey key;
  std::string url;  // "" when the policy names none
};
struct PolicyWitness {
  std::string name;  // within the policy
  VerifierKey key;
  std::string url;
};
struct PolicyGroup {
  std::string name;
  size_t least = 1;
  std::vector<std::string> members;
};

struct Policy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;  // each after its members
  std::string quorum = "none";

  // Are these witnesses, by their names in the policy, enough?
  bool is_quorum(const std::set<std::string>& witnesses) const;
};

Result<Policy> parse_policy(std::string_view text);  // invalid, "bad_policy", which names the line

struct TrustedCheckpoint {
  Checkpoint checkpoint;
  std::string note;                          // as it came
  std::map<std::string, int64_t> witnesses;  // who cosigned, by name in the policy, and when (s)
  // The earliest second by which a quorum had seen this tree: one witness's wrong clock can't
  // move it alone. 0 where the policy asks for no witness.
  int64_t seen_s = 0;
};

// Opens a checkpoint of one of the policy's logs. A wrong signature of a known key spoils it all.
// denied: "unknown_log" (no log of the policy has this origin and signed), "unwitnessed" (no
// quorum); invalid: "bad_note", "bad_checkpoint", "bad_signature".
Result<TrustedCheckpoint> open_checkpoint(const Policy& policy, std::string_view note);

}  // namespace soleil
