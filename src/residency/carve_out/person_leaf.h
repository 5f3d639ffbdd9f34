// PersonLeaf: what one person has of a carve-out: whether they are frozen and until when, links to
// what they follow and like at another operator's, and, when they have been handed over, the proof
// that the manifest which both operators signed has all of theirs. The proof is checked offline.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/id.h"
#include "platform/database/database.h"
#include "residency/carve_out/merkle_sum.h"

namespace soleil {

struct Elsewhere {
  std::string kind;     // "follow", "like"
  std::string address;  // of the page; of those who went: of the site
  int64_t items = 1, created_ms = 0;
};

struct PersonCarveOut {
  std::string state;  // of the carve-out; "": they are in none
  int64_t until_ms = 0;
  std::string plan, manifest, signature;  // papers
  std::string leaf, proof;                // "" until the buyer has signed
  std::vector<Elsewhere> elsewhere;
};
Result<PersonCarveOut> carve_out_of(Database& database, AccountId person);

struct CheckedLeaf {
  Leaf leaf;
  std::string plan_sha256, seller, buyer;  // addresses
};
// `file`: JSON with plan, manifest, signature, leaf and proof: an answer of GET
// /api/v1/me/carve-out. Reasons: not_signed, other_plan, other_root, bad_leaf, bad_proof.
Result<CheckedLeaf> check_person_leaf(std::string_view file);

}  // namespace soleil
