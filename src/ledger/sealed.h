// Sealed entries: something that may not be told yet (a gag order) is committed to now, with the
// day on which it must be opened. Silence after that day is seen by everyone. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.h"

namespace soleil {

// {"kind":"sealed","version":1,"opens":"2027-03-01","commit":…}, padded.
std::string sealed_text(const TreeHash& commit, const std::string& opens_on);
// {"kind":"opening","version":1,"of":index,"salt":…,"body":…}, padded.
std::string opening_text(uint64_t sealed_index, const Salt& salt, const std::string& body);

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
