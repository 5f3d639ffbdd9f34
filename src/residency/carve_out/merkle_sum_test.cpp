#include "residency/carve_out/merkle_sum.h"

#include <doctest/doctest.h>

#include "residency/carve_out/move_list.h"
#include "support/results.h"

TEST_SUITE_BEGIN("carve_out");

namespace soleil {
namespace {

Leaf leaf_of(int64_t person, int64_t records) {
  Leaf out{person, std::vector<TableSum>(summed_names().size())};
  for (int64_t i = 0; i < records; ++i)
    out.tables[static_cast<size_t>(i) % out.tables.size()].add("r" + std::to_string(i), 2);
  return out;
}

std::vector<Leaf> leaves_of(size_t count) {
  std::vector<Leaf> out;
  for (size_t i = 0; i < count; ++i)
    out.push_back(leaf_of(static_cast<int64_t>(i + 1), static_cast<int64_t>(i * 7 % 40)));
  return out;
}

}  // namespace

TEST_CASE("every leaf of trees of 1 to 40 is proven, and no changed one") {
  for (size_t count = 1; count <= 40; ++count) {
    const auto leaves = leaves_of(count);
    const SumTree tree(leaves);
    int64_t records = 0, in_root = 0;
    for (const Leaf& leaf : leaves)
      for (const TableSum& sum : leaf.tables) records += sum.records;
    for (size_t i = 0; i < tree.root().sums.size(); i += 2) in_root += tree.root().sums[i];
    CHECK(records == in_root);
    for (size_t i = 0; i < count; ++i) {
      const SumProof proof = must(decode_proof(encode_proof(tree.prove(i))));
      CHECK(check_leaf(must(parse_leaf(leaf_text(leaves[i]))), proof, tree.root()));
      Leaf other = leaves[i];
      other.tables[0].add("one more", 8);
      CHECK_FALSE(check_leaf(other, proof, tree.root()));
      other = leaves[i];
      other.person += 1;
      CHECK_FALSE(check_leaf(other, proof, tree.root()));
    }
  }
}

TEST_CASE("sums that don't add up are refused, and so is a leaf in another's place") {
  const auto leaves = leaves_of(11);
  const SumTree tree(leaves);
  SumProof proof = tree.prove(3);
  proof[0].sibling.sums[0] -= 1;
  CHECK(check_leaf(leaves[3], proof, tree.root()).error().reason == "bad_proof");
  proof = tree.prove(3);
  proof[1].sibling.sums[2] = -1;
  CHECK(check_leaf(leaves[3], proof, tree.root()).error().reason == "bad_proof");
  CHECK_FALSE(check_leaf(leaves[3], tree.prove(4), tree.root()));
  SumNode root = tree.root();
  root.sums[1] += 1;
  CHECK_FALSE(check_leaf(leaves[3], tree.prove(3), root));
}

TEST_CASE("one person left out, twice there, or two that changed places: another root") {
  const auto leaves = leaves_of(12);
  const SumTree tree(leaves);
  auto fewer = leaves;
  fewer.erase(fewer.begin() + 5);
  CHECK(SumTree(fewer).root() != tree.root());
  auto more = leaves;
  more.insert(more.begin() + 5, leaves[5]);
  CHECK(SumTree(more).root() != tree.root());
  auto swapped = leaves;
  std::swap(swapped[2].tables, swapped[3].tables);
  CHECK(SumTree(swapped).root() != tree.root());
}

TEST_CASE("a leaf has one text") {
  const Leaf leaf = leaf_of(9, 30);
  const std::string text = leaf_text(leaf);
  CHECK(must(parse_leaf(text)) == leaf);
  CHECK(parse_leaf(text + " ").error().reason == "bad_leaf");
  CHECK_FALSE(parse_leaf("{}"));
}

}  // namespace soleil

TEST_SUITE_END();
