// The seller's steps of a carve-out, in their order: plan (and freeze), export, erase; or rollback,
// until the buyer's signature was shown. Each is one call of a program while no server runs; each
// may be killed and run again. Between them the server runs on: those who go can read, not write.
// Blocks.
#pragma once

#include <string>
#include <vector>

#include "residency/carve_out/office.h"

namespace soleil {

struct CarveOutTerms {
  std::vector<std::string> countries;
  std::string offer;                     // the buyer's paper
  std::vector<std::string> approved_by;  // two names
  int64_t days = 30;                     // until the freeze ends by itself, 1 to 90
};

// The signed plan, which also is in the database. Reasons: needs_two_people, unknown_country,
// bad_days, carve_out_under_way, not_signed (the offer), other_region, nobody_there, staff_goes.
Result<std::string> plan_carve_out(CarveOffice& office, const CarveOutTerms& terms);

struct Exported {
  CarveOutManifest manifest;
  int64_t parts_before = 0;  // made by a run that was cut short
};
// Reasons: no_carve_out, carve_out_is_… (its state), freeze_over, changed_meanwhile.
Result<Exported> export_carve_out(CarveOffice& office, const std::string& folder);

// Nobody of `bundle` ("": no folder yet) is told more; people may write again. conflict
// "already_signed" once an erasure has begun.
Result<void> roll_back_carve_out(CarveOffice& office, const std::string& bundle);

struct ErasedCarveOut {
  CarveOutAbsence absence;
  int64_t keys = 0, files = 0, facts = 0;
  bool is_compacted = true;  // false: PostgreSQL's operator runs VACUUM FULL
};
// `signature`: the buyer's paper. Receipts that keys are destroyed, the statement and the list it
// speaks of go into `out`, a folder that is to be handed over and then removed. Reasons:
// needs_two_people, not_signed, other_root, freeze_over, carve_out_is_…, still_there.
Result<ErasedCarveOut> erase_carve_out(CarveOffice& office, const std::string& signature,
                                       const std::vector<std::string>& approved_by,
                                       const std::string& out);

// denied "needs_two_people".
Result<void> check_two_people(const std::vector<std::string>& names, const char* for_what);
tl::unexpected<Error> wrong_state(const CarveRow& row);

}  // namespace soleil
