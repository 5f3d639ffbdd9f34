#include "ledger/merkle.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "support/proof_cases.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

// The eight leaves and roots that the Certificate Transparency projects test with.
const char* const kLeaves[] = {"",
                               "00",
                               "10",
                               "2021",
                               "3031",
                               "40414243",
                               "5051525354555657",
                               "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                              "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                              "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                              "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                              "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                              "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                              "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                              "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

}  // namespace

TEST_CASE("merkle: the roots of RFC 6962's eight leaves") {
  std::vector<TreeHash> leaves;
  for (size_t i = 0; i < 8; ++i) {
    leaves.push_back(leaf_hash(*hex_decode(kLeaves[i])));
    CHECK(hex_encode(bytes_of(root_of(leaves))) == kRoots[i]);
  }
  CHECK(hex_encode(bytes_of(empty_root())) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("merkle: right proofs are accepted, changed ones are not") {
  size_t right = 0, wrong = 0;
  for (const ProofCase& proof : proof_cases(20)) {
    INFO(proof.kind, " ", proof.number, " of ", proof.size, " changed: ", proof.change);
    CHECK(soleil_accepts(proof) == proof.is_right);
    ++(proof.is_right ? right : wrong);
  }
  CHECK(right == 420);
  CHECK(wrong > 2'000);
}

TEST_CASE("merkle: the tree of size 0 is before every tree, and only by an empty proof") {
  const TreeHead tree{1, nth_leaf(0)};
  CHECK(check_consistency({0, empty_root()}, tree, {}));
  const std::vector<TreeHash> proof{nth_leaf(0)};
  CHECK_FALSE(check_consistency({0, empty_root()}, tree, proof));
  CHECK_FALSE(check_inclusion(0, nth_leaf(0), {0, nth_leaf(0)}, {}));
}

TEST_CASE("merkle: a hash has one text only") {
  const std::string text = base64_of(nth_leaf(1));
  CHECK(hash_from_base64(text).value() == nth_leaf(1));
  CHECK_FALSE(hash_from_base64(text.substr(1)));
  std::string other = text;  // the last letter's two low bits are padding
  other[42] = other[42] == 'A' ? 'B' : static_cast<char>(other[42] + 1);
  CHECK_FALSE(hash_from_base64(other));
}

TEST_SUITE_END();
