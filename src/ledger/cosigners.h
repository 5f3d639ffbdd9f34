// Cosigners: asks a policy's witnesses to cosign a log's new checkpoint (client side of
// c2sp.org/tlog-witness), and gives the checkpoint back once a quorum has. Transport-free.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "ledger/policy.h"
#include "ledger/witness.h"

namespace soleil {

// Sends a body to a witness's add-checkpoint; blocks, with a timeout of its own.
using PostToWitness =
    std::function<Result<WitnessAnswer>(const PolicyWitness& witness, const std::string& body)>;

class Cosigners {  // one thread at a time
 public:
  Cosigners(Policy policy, PostToWitness post)
      : policy_(std::move(policy)), post_(std::move(post)) {}

  // The note with the cosignatures behind it; denied, "unwitnessed" when they are too few. `hashes`
  // are those of the checkpoint's tree.
  Result<std::string> cosign(const std::string& note, const SubtreeHashes& hashes);

 private:
  Result<std::string> ask(const PolicyWitness& witness, const Note& note, const Checkpoint& of,
                          const SubtreeHashes& hashes);
  const Policy policy_;
  const PostToWitness post_;
  std::map<std::string, uint64_t> sizes_;  // what each witness cosigned last
};

}  // namespace soleil
