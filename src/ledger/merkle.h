// Merkle trees of RFC 6962 section 2.1 over SHA-256: hashes, roots, and the two proofs. Leaves are
// SHA256(00 || entry), nodes SHA256(01 || left || right), the empty tree SHA256(""). Verifying
// follows RFC 9162 sections 2.1.3.2 and 2.1.4.2. Pure; proofs are lists from the leaf up.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

using TreeHash = std::array<uint8_t, 32>;

TreeHash leaf_hash(std::string_view entry);
TreeHash node_hash(const TreeHash& left, const TreeHash& right);
TreeHash empty_root();
TreeHash root_of(std::span<const TreeHash> leaves);

std::string base64_of(const TreeHash& hash);
Result<TreeHash> hash_from_base64(std::string_view text);  // one encoding only, so no two files
                                                           // are the same proof
std::string_view bytes_of(const TreeHash& hash);

// The hash of the perfect subtree of 2^level leaves that begins at leaf index * 2^level.
using SubtreeHashes = std::function<Result<TreeHash>(int level, uint64_t index)>;

Result<TreeHash> root_at(uint64_t size, const SubtreeHashes& hashes);
// index < size, old_size <= size: a bug otherwise.
Result<std::vector<TreeHash>> prove_inclusion(uint64_t index, uint64_t size,
                                              const SubtreeHashes& hashes);
Result<std::vector<TreeHash>> prove_consistency(uint64_t old_size, uint64_t size,
                                                const SubtreeHashes& hashes);

struct TreeHead {
  uint64_t size = 0;
  TreeHash root{};
  bool operator==(const TreeHead&) const = default;
};

// invalid, "bad_inclusion": the leaf is not shown to be at `index` of the tree.
Result<void> check_inclusion(uint64_t index, const TreeHash& leaf, const TreeHead& tree,
                             std::span<const TreeHash> proof);
// invalid, "bad_consistency": the new tree is not shown to begin with the old one.
Result<void> check_consistency(const TreeHead& old_tree, const TreeHead& new_tree,
                               std::span<const TreeHash> proof);

}  // namespace soleil
