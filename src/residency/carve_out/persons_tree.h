// PersonsTree: the Merkle tree (RFC 6962) over the ids of those who go, sorted: its root is in the
// public log, and the key service hands over nobody's key without a proof of being in it. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/merkle.h"

namespace soleil {

class PersonsTree {
 public:
  explicit PersonsTree(const std::vector<int64_t>& persons);  // sorted
  TreeHead head() const;
  std::vector<TreeHash> prove(uint64_t place) const;

 private:
  Result<TreeHash> subtree(int level, uint64_t index) const;
  std::vector<std::vector<TreeHash>> levels_;  // perfect subtrees only
};

// The same over hashes that are there already (who remains).
TreeHash root_of_hashes(const std::vector<std::string>& sorted);

}  // namespace soleil
