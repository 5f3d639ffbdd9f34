// MerkleSum: what of each person went, in one root. A leaf is a person: of each table how many
// records and bytes, and a hash that chains them. A node sums up its two children and hashes both
// with their sums, so a root commits to the totals, and nobody can be left out, added twice or
// swapped without another root. Each person checks their own leaf with a proof of some kilobytes.
// The hash is SHA-256; leaves are 00 || text, nodes 01 || left || right, each child hash || sums.
// A node without a sibling goes up as it is (as in RFC 6962). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

struct TableSum {
  int64_t records = 0, bytes = 0;
  std::string chain;  // 32 bytes: SHA-256(chain before || record); "" for none
  void add(std::string_view record, int64_t record_bytes);
  bool operator==(const TableSum&) const = default;
};

struct Leaf {
  int64_t person = 0;            // 0: what is nobody's own
  std::vector<TableSum> tables;  // as summed_names()
  bool operator==(const Leaf&) const = default;
};
// What is hashed, and what a person is shown: JSON.
std::string leaf_text(const Leaf& leaf);
Result<Leaf> parse_leaf(std::string_view text);  // invalid "bad_leaf"

// Records and bytes a table, one after the other.
using Sums = std::vector<int64_t>;

struct SumNode {
  std::string hash;  // 32 bytes
  Sums sums;
  bool operator==(const SumNode&) const = default;
};
SumNode leaf_node(const Leaf& leaf);
SumNode parent_node(const SumNode& left, const SumNode& right);

struct ProofStep {
  SumNode sibling;
  bool is_left = false;  // the sibling is
};
using SumProof = std::vector<ProofStep>;

class SumTree {  // leaves in the order of persons
 public:
  explicit SumTree(const std::vector<Leaf>& leaves);
  const SumNode& root() const;
  SumProof prove(size_t leaf) const;

 private:
  std::vector<std::vector<SumNode>> levels_;
};

// invalid "bad_proof": the leaf is not shown to be in the tree with this root, or sums don't add
// up.
Result<void> check_leaf(const Leaf& leaf, const SumProof& proof, const SumNode& root);

std::string encode_proof(const SumProof& proof);  // base64
Result<SumProof> decode_proof(std::string_view text);

}  // namespace soleil
