// The buyer's steps of a carve-out, in their order: offer, import into an empty deployment, verify
// (and sign); later look at the seller's statement that nothing is left (absence.h). Each is one
// call of a program while no server runs; each may be killed and run again. Blocks.
#pragma once

#include <string>
#include <vector>

#include "residency/carve_out/office.h"

namespace soleil {

// The paper with which the seller begins: where this deployment is, and its public keys.
Result<std::string> offer_carve_out(const CarveOffice& office);

struct Imported {
  CarveOutManifest manifest;
  int64_t persons = 0, records = 0;
};
// Reasons: not_signed, other_plan, for_another_buyer, other_region, not_sealed_to_us, not_empty,
// bad_bundle, carve_out_is_…. Nothing is changed by a bundle that does not fit.
Result<Imported> import_carve_out(CarveOffice& office, const std::string& folder);

struct Verified {
  std::string signature;                 // the paper; "" when something differs
  SumNode root;                          // of what is here
  std::vector<std::string> differences;  // a few, in words; found only with the bundle at hand
};
// Adds up what stands in this database, files and facts, and signs it if it is what the manifest
// says. `folder`: the bundle, to say where it differs; "": none.
Result<Verified> verify_carve_out(CarveOffice& office, const std::string& folder);

tl::unexpected<Error> wrong_buyer_state(const CarveRow& row);

}  // namespace soleil
