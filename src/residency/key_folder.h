// KeyFolder: what a key service keeps, in a folder of mode 0700 that nobody else reads:
//   region.key     32 random bytes: wraps every person's key. Lost: so is all that they seal.
//   service.key    signs receipts and statements (note.h)
//   trust-policy   whose proofs it believes, copied when it first started: who can change the
//                  server's own copy can't take away a witness here
//   spent          the accesses whose proofs were used;  destroyed: the keys that open nothing now
// Both lists only grow, a line of hex each, durable before they count. One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "base/random.h"
#include "base/result.h"
#include "ledger/policy.h"
#include "platform/files.h"
#include "residency/sealing.h"

namespace soleil {

class GrowingList {  // of hashes, in a file; "": in memory only
 public:
  static Result<GrowingList> open(const std::string& path);
  bool has(const std::string& hash) const { return known_.contains(hash); }
  Result<void> add(const std::string& hash);  // 32 bytes

 private:
  OwnedFd file_;
  int64_t size_ = 0;
  std::unordered_set<std::string> known_;
};

struct KeyFolder {
  SecretKey region;
  SigningKey service;
  Policy policy;
  GrowingList spent, destroyed;
  OwnedFd lock;

  // Makes what is missing. `policy_file` is copied at first. conflict "in_use".
  static Result<KeyFolder> open(const std::string& folder, const std::string& policy_file,
                                Random& random);
  // Nothing is kept: for tests.
  static Result<KeyFolder> in_memory(const Policy& policy, Random& random);
};

}  // namespace soleil
