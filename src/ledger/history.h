// A person's own history: from their key alone, every entry of the access log that is about them,
// and whether something is missing. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/entry.h"

namespace soleil {

constexpr uint64_t kCounterGapMax = 64;  // how far beyond the last entry one is looked for

struct HistoryFinding {
  enum class Kind {
    gap,           // the log has a later counter, but not this one: an entry was left out
    undisclosed,   // the log has the entry, but the person was not shown what it is
    not_logged,    // the person was shown a touch that the log does not have
    does_not_open  // what the person was shown is not what was logged
  };
  Kind kind;
  uint64_t counter;
  bool operator==(const HistoryFinding&) const = default;
};
const char* finding_name(HistoryFinding::Kind kind);

// Where in the log each tag is: built once by whoever has the log, the same for every person.
using TagIndex = std::map<TreeHash, std::pair<uint64_t, AccessEntry>>;
// Entries that are no access entries are passed over. A tag's first place counts.
TagIndex tag_index(const std::vector<std::string>& entries);

struct History {
  std::map<uint64_t, uint64_t> entries;  // counter -> index in the log
  std::vector<HistoryFinding> alarms;    // by counter; empty is good
};

History check_history(const PersonKey& key, const std::vector<Disclosure>& disclosures,
                      const TagIndex& log);

}  // namespace soleil
