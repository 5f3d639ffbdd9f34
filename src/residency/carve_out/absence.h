// Absence: after the erasure the seller looks through every table and all facts for those who went,
// and signs that nobody of them is left: with receipts that their keys are destroyed, and a Merkle
// root over who remains, each as a hash. The buyer checks both lists. Blocks.
#pragma once

#include <string>
#include <vector>

#include "residency/carve_out/office.h"

namespace soleil {

inline constexpr const char *kReceipts = "/receipts", *kRemaining = "/remaining",
                            *kAbsence = "/absence.json";

// Into `out`, where the receipts are already. conflict "still_there" names the place.
Result<CarveOutAbsence> prove_absence(const CarveOffice& office, const CarveRow& row,
                                      const std::string& out);

// By the buyer, of the seller's folder: signed by the seller, of this carve-out, a true receipt for
// each person, and none of them among those who remain. Reasons: not_signed, other_root,
// receipt_missing, bad_signature, still_there.
Result<CarveOutAbsence> check_absence(const CarveOffice& office, const std::string& folder);

}  // namespace soleil
