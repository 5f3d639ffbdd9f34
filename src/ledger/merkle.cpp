#include "ledger/merkle.h"

#include <sodium.h>

#include <bit>
#include <cstring>

#include "base/check.h"
#include "base/text.h"

namespace soleil {
namespace {

// A range of leaves of the tree; `first` is a multiple of the largest power of two <= count.
struct Leaves {
  uint64_t first = 0;
  uint64_t count = 0;
  // RFC 6962: the left child takes the largest power of two smaller than count.
  uint64_t split() const { return std::bit_floor(count - 1); }
  Leaves left() const { return {first, split()}; }
  Leaves right() const { return {first + split(), count - split()}; }
};

Result<TreeHash> root_over(Leaves leaves, const SubtreeHashes& hashes) {
  if (std::has_single_bit(leaves.count)) {
    const int level = std::countr_zero(leaves.count);
    return hashes(level, leaves.first >> level);
  }
  const TreeHash left = SOLEIL_TRY(root_over(leaves.left(), hashes));
  return node_hash(left, SOLEIL_TRY(root_over(leaves.right(), hashes)));
}

Result<void> add_inclusion(uint64_t index, Leaves leaves, const SubtreeHashes& hashes,
                           std::vector<TreeHash>& proof) {
  if (leaves.count == 1) return {};
  const bool goes_left = index < leaves.first + leaves.split();
  const Leaves same = goes_left ? leaves.left() : leaves.right();
  const Leaves other = goes_left ? leaves.right() : leaves.left();
  SOLEIL_TRY(add_inclusion(index, same, hashes, proof));
  proof.push_back(SOLEIL_TRY(root_over(other, hashes)));
  return {};
}

// SUBPROOF(m, D, whole) of RFC 6962 section 2.1.2; `old_end` is counted from leaf 0 of the tree.
Result<void> add_consistency(uint64_t old_end, Leaves leaves, bool whole,
                             const SubtreeHashes& hashes, std::vector<TreeHash>& proof) {
  if (old_end == leaves.first + leaves.count) {
    if (!whole) proof.push_back(SOLEIL_TRY(root_over(leaves, hashes)));
    return {};
  }
  const bool ends_left = old_end <= leaves.first + leaves.split();
  const Leaves same = ends_left ? leaves.left() : leaves.right();
  const Leaves other = ends_left ? leaves.right() : leaves.left();
  SOLEIL_TRY(add_consistency(old_end, same, whole && ends_left, hashes, proof));
  proof.push_back(SOLEIL_TRY(root_over(other, hashes)));
  return {};
}

tl::unexpected<Error> bad_inclusion() {
  return fail(Code::invalid, "bad_inclusion", "The proof does not show this entry in this tree.");
}
tl::unexpected<Error> bad_consistency() {
  return fail(Code::invalid, "bad_consistency",
              "The new tree is not shown to begin with the old one: the log may have forked.");
}

// Where a proof stands on its way up: the node's number and the last node's, both by halving.
struct Path {
  uint64_t node = 0, last = 0;
  bool sibling_is_left() const { return (node & 1) || node == last; }
  void up() {
    node >>= 1;
    last >>= 1;
  }
  // A last node without a right sibling rises until it is a right child.
  void rise() {
    while (!(node & 1) && node != 0) up();
  }
};

}  // namespace

TreeHash leaf_hash(std::string_view entry) {
  const uint8_t prefix = 0;
  TreeHash out;
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &prefix, 1);
  crypto_hash_sha256_update(&state, reinterpret_cast<const uint8_t*>(entry.data()), entry.size());
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

TreeHash node_hash(const TreeHash& left, const TreeHash& right) {
  uint8_t message[65] = {1};
  std::memcpy(message + 1, left.data(), 32);
  std::memcpy(message + 33, right.data(), 32);
  TreeHash out;
  crypto_hash_sha256(out.data(), message, sizeof message);
  return out;
}

TreeHash empty_root() {
  TreeHash out;
  crypto_hash_sha256(out.data(), nullptr, 0);
  return out;
}

TreeHash root_of(std::span<const TreeHash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  const size_t split = std::bit_floor(leaves.size() - 1);
  return node_hash(root_of(leaves.first(split)), root_of(leaves.subspan(split)));
}

std::string_view bytes_of(const TreeHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string base64_of(const TreeHash& hash) {
  return base64_encode(bytes_of(hash));
}

Result<TreeHash> hash_from_base64(std::string_view text) {
  TreeHash out;
  const auto bytes = base64_decode(text);
  if (!bytes || bytes->size() != out.size() || base64_encode(*bytes) != text)
    return fail(Code::invalid, "bad_hash", "A hash is 32 bytes in base64.");
  std::memcpy(out.data(), bytes->data(), out.size());
  return out;
}

Result<TreeHash> root_at(uint64_t size, const SubtreeHashes& hashes) {
  if (size == 0) return empty_root();
  return root_over({0, size}, hashes);
}

Result<std::vector<TreeHash>> prove_inclusion(uint64_t index, uint64_t size,
                                              const SubtreeHashes& hashes) {
  SOLEIL_CHECK(index < size);
  std::vector<TreeHash> proof;
  SOLEIL_TRY(add_inclusion(index, {0, size}, hashes, proof));
  return proof;
}

Result<std::vector<TreeHash>> prove_consistency(uint64_t old_size, uint64_t size,
                                                const SubtreeHashes& hashes) {
  SOLEIL_CHECK(old_size <= size);
  std::vector<TreeHash> proof;
  if (old_size > 0) SOLEIL_TRY(add_consistency(old_size, {0, size}, true, hashes, proof));
  return proof;
}

Result<void> check_inclusion(uint64_t index, const TreeHash& leaf, const TreeHead& tree,
                             std::span<const TreeHash> proof) {
  if (index >= tree.size) return bad_inclusion();
  Path path{index, tree.size - 1};
  TreeHash root = leaf;
  for (const TreeHash& sibling : proof) {
    if (path.last == 0) return bad_inclusion();
    if (path.sibling_is_left()) {
      root = node_hash(sibling, root);
      path.rise();
    } else {
      root = node_hash(root, sibling);
    }
    path.up();
  }
  if (path.last != 0 || root != tree.root) return bad_inclusion();
  return {};
}

Result<void> check_consistency(const TreeHead& old_tree, const TreeHead& new_tree,
                               std::span<const TreeHash> proof) {
  if (old_tree.size > new_tree.size) return bad_consistency();
  if (old_tree.size == new_tree.size || old_tree.size == 0) {
    const bool same = old_tree.size == 0 || old_tree.root == new_tree.root;
    if (!proof.empty() || !same) return bad_consistency();
    return {};
  }
  Path path{old_tree.size - 1, new_tree.size - 1};
  while (path.node & 1) path.up();
  // An old tree that is a perfect subtree is its own first hash.
  const bool starts_with_old = std::has_single_bit(old_tree.size);
  if (proof.empty()) return bad_consistency();
  TreeHash old_root = starts_with_old ? old_tree.root : proof[0];
  TreeHash new_root = old_root;
  for (const TreeHash& sibling : proof.subspan(starts_with_old ? 0 : 1)) {
    if (path.last == 0) return bad_consistency();
    if (path.sibling_is_left()) {
      old_root = node_hash(sibling, old_root);
      new_root = node_hash(sibling, new_root);
      path.rise();
    } else {
      new_root = node_hash(new_root, sibling);
    }
    path.up();
  }
  if (path.last != 0 || old_root != old_tree.root || new_root != new_tree.root)
    return bad_consistency();
  return {};
}

}  // namespace soleil
