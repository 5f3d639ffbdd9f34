#include "residency/carve_out/persons_tree.h"

#include "base/check.h"
#include "model/id.h"

namespace soleil {

PersonsTree::PersonsTree(const std::vector<int64_t>& persons) {
  std::vector<TreeHash>& leaves = levels_.emplace_back();
  for (const int64_t person : persons)
    leaves.push_back(leaf_hash(ViewerId::from_sql(person).text()));
  while (levels_.back().size() > 1) {
    const std::vector<TreeHash>& below = levels_.back();
    std::vector<TreeHash> above;
    for (size_t i = 0; i + 1 < below.size(); i += 2)
      above.push_back(node_hash(below[i], below[i + 1]));
    levels_.push_back(std::move(above));
  }
}

Result<TreeHash> PersonsTree::subtree(int level, uint64_t index) const {
  return levels_.at(static_cast<size_t>(level)).at(index);
}

TreeHead PersonsTree::head() const {
  return {levels_[0].size(), root_of(levels_[0])};
}

std::vector<TreeHash> PersonsTree::prove(uint64_t place) const {
  auto proof = prove_inclusion(place, levels_[0].size(),
                               [this](int level, uint64_t index) { return subtree(level, index); });
  SOLEIL_CHECK(proof.has_value());  // all hashes are at hand
  return std::move(*proof);
}

TreeHash root_of_hashes(const std::vector<std::string>& sorted) {
  std::vector<TreeHash> leaves;
  for (const std::string& hash : sorted) leaves.push_back(leaf_hash(hash));
  return root_of(leaves);
}

}  // namespace soleil
