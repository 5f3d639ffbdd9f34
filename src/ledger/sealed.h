// Sealed entries: something that may not be told yet (a gag order) is committed to now, with the
// day on which it must be opened. Silence after that day is seen by everyone. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "ledger/entry.h"

namespace soleil {

// {"kind":"sealed","version":1,"opens":"2027-03-01","commit":…}, padded.
std::string sealed_text(const TreeHash& commit, const std::string& opens_on);
// {"kind":"opening","version":1,"of":index,"salt":…,"body":…}, padded.
std::string opening_text(uint64_t sealed_index, const Salt& salt, const std::string& body);

// The day of seals is moved, to a later one or to today: {"kind":"gag","version":1,"at":
// "2027-02-20T10:00:00Z","seals":[3,5],"opens":"2027-06-01","document_sha256":…}. One that is
// logged after the day has passed moves nothing: the silence was broken already.
struct SealMove {
  std::string at;               // UTC
  std::vector<uint64_t> seals;  // indexes of sealed entries
  std::string opens;            // "2027-06-01"
  std::string document_sha256;  // of what orders it
};
std::string seal_move_text(const SealMove& move);
Result<SealMove> parse_seal_move(const json::object& entry);  // invalid, "bad_gag"

struct SealFinding {
  enum class Kind {
    overdue,        // its day has come and it is not open
    does_not_open,  // an opening that is not what was sealed, or of what is no sealed entry
  };
  Kind kind;
  uint64_t index;  // of the sealed entry (overdue) or of the opening
  bool operator==(const SealFinding&) const = default;
};

bool is_day(std::string_view text);  // "2027-03-01", a day that exists
// All entries of a log from its beginning; `today`: "2027-03-02". In the order of the log, the
// overdue ones last.
std::vector<SealFinding> check_seals(const std::vector<std::string>& entries,
                                     const std::string& today);

}  // namespace soleil
