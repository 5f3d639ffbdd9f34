// Right and wrong Merkle proofs of small trees: each right proof, and what is left of it after one
// change. The unit tests ask Soleil's verifier about them, `./dev test ledger` a stranger's too.
#pragma once

#include <string>
#include <vector>

#include "ledger/merkle.h"

namespace soleil {

struct ProofCase {
  std::string kind;     // "inclusion" or "consistency"
  std::string change;   // "none", "bit", "cut" …
  uint64_t number = 0;  // index of the leaf, or the old size
  uint64_t size = 0;
  TreeHash given{};  // the leaf's hash, or the old root
  TreeHash root{};
  std::vector<TreeHash> proof;
  bool is_right = true;  // by construction
};

std::vector<ProofCase> proof_cases(uint64_t sizes_max);
bool soleil_accepts(const ProofCase& proof);

// Leaves "0", "1" … and the hashes of their perfect subtrees, by the definition.
TreeHash nth_leaf(uint64_t index);
SubtreeHashes subtrees_by_definition();

}  // namespace soleil
