#include "support/proof_cases.h"

namespace soleil {
namespace {

const TreeHash kOther = leaf_hash("some other entry");

void add_changed(const ProofCase& right, std::vector<ProofCase>& out) {
  const auto add = [&](const char* change, auto apply) {
    ProofCase wrong = right;
    wrong.change = change;
    wrong.is_right = false;
    apply(wrong);
    out.push_back(std::move(wrong));
  };
  for (size_t i = 0; i < right.proof.size(); ++i)
    add("bit", [&](ProofCase& c) { c.proof[i][(7 * i) % 32] ^= 4; });
  if (!right.proof.empty()) {
    add("cut", [](ProofCase& c) { c.proof.pop_back(); });
    add("cut_front", [](ProofCase& c) { c.proof.erase(c.proof.begin()); });
    add("given", [](ProofCase& c) { c.given = kOther; });
  }
  add("root", [](ProofCase& c) { c.root = kOther; });
  add("behind", [](ProofCase& c) { c.proof.push_back(kOther); });
  add("before", [](ProofCase& c) { c.proof.insert(c.proof.begin(), kOther); });
  add("root_behind", [](ProofCase& c) { c.proof.push_back(c.root); });
  if (right.kind == "consistency" && right.number < right.size)
    add("swapped", [](ProofCase& c) { std::swap(c.given, c.root); });
  if (right.kind == "inclusion") {
    add("beyond", [](ProofCase& c) { c.number = c.size; });
    add("given", [](ProofCase& c) { c.given = kOther; });
  } else {
    add("shrinks", [](ProofCase& c) { c.number = c.size + 1; });
  }
}

TreeHash subtree(int level, uint64_t index) {
  if (level == 0) return nth_leaf(index);
  return node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
}

}  // namespace

TreeHash nth_leaf(uint64_t index) {
  return leaf_hash(std::to_string(index));
}

SubtreeHashes subtrees_by_definition() {
  return [](int level, uint64_t index) -> Result<TreeHash> { return subtree(level, index); };
}

std::vector<ProofCase> proof_cases(uint64_t sizes_max) {
  std::vector<ProofCase> out;
  const auto hashes = subtrees_by_definition();
  for (uint64_t size = 1; size <= sizes_max; ++size) {
    const TreeHash root = root_at(size, hashes).value();
    for (uint64_t index = 0; index < size; ++index) {
      ProofCase right{"inclusion", "none", index, size, nth_leaf(index), root};
      right.proof = prove_inclusion(index, size, hashes).value();
      out.push_back(right);
      add_changed(right, out);
    }
    for (uint64_t old_size = 1; old_size <= size; ++old_size) {
      ProofCase right{"consistency", "none", old_size, size, {}, root};
      right.given = root_at(old_size, hashes).value();
      right.proof = prove_consistency(old_size, size, hashes).value();
      out.push_back(right);
      add_changed(right, out);
    }
  }
  return out;
}

bool soleil_accepts(const ProofCase& proof) {
  const TreeHead tree{proof.size, proof.root};
  if (proof.kind == "inclusion")
    return check_inclusion(proof.number, proof.given, tree, proof.proof).has_value();
  return check_consistency({proof.number, proof.given}, tree, proof.proof).has_value();
}

}  // namespace soleil
