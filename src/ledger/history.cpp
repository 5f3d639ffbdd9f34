#include "ledger/history.h"

#include <algorithm>

namespace soleil {
namespace {

using Kind = HistoryFinding::Kind;

uint64_t last_shown(const std::vector<Disclosure>& disclosures) {
  uint64_t end = 0;
  for (const Disclosure& disclosure : disclosures) end = std::max(end, disclosure.counter + 1);
  return end;
}

// Counters from 0 on, until kCounterGapMax in a row are neither in the log nor shown.
std::map<uint64_t, uint64_t> find_entries(const PersonKey& key, uint64_t shown_end,
                                          const TagIndex& log) {
  std::map<uint64_t, uint64_t> found;
  uint64_t end = shown_end + kCounterGapMax;
  const uint64_t end_max = shown_end + kCounterGapMax + log.size();  // an entry a counter
  for (uint64_t counter = 0; counter < std::min(end, end_max); ++counter) {
    const auto entry = log.find(tag_of(key, counter));
    if (entry == log.end()) continue;
    found[counter] = entry->second.first;
    end = std::max(end, counter + 1 + kCounterGapMax);
  }
  return found;
}

}  // namespace

const char* finding_name(Kind kind) {
  switch (kind) {
    case Kind::gap:
      return "gap";
    case Kind::undisclosed:
      return "undisclosed";
    case Kind::not_logged:
      return "not_logged";
    case Kind::does_not_open:
      return "does_not_open";
  }
  return "";
}

TagIndex tag_index(const std::vector<std::string>& entries) {
  TagIndex out;
  for (uint64_t index = 0; index < entries.size(); ++index)
    if (auto entry = parse_access_entry(entries[index]))
      out.emplace(entry->tag, std::pair(index, *entry));
  return out;
}

History check_history(const PersonKey& key, const std::vector<Disclosure>& disclosures,
                      const TagIndex& log) {
  History out{find_entries(key, last_shown(disclosures), log), {}};
  std::map<uint64_t, const Disclosure*> shown;
  for (const Disclosure& disclosure : disclosures) shown[disclosure.counter] = &disclosure;
  const uint64_t entries_end = out.entries.empty() ? 0 : out.entries.rbegin()->first + 1;
  for (uint64_t n = 0; n < std::max(entries_end, last_shown(disclosures)); ++n) {
    const bool is_logged = out.entries.contains(n);
    const auto disclosure = shown.find(n);
    if (!is_logged && disclosure != shown.end())
      out.alarms.push_back({Kind::not_logged, n});
    else if (!is_logged)
      out.alarms.push_back({Kind::gap, n});
    else if (disclosure == shown.end())
      out.alarms.push_back({Kind::undisclosed, n});
    else if (commitment_of(disclosure->second->salt, disclosure->second->body) !=
             log.at(tag_of(key, n)).second.commit)
      out.alarms.push_back({Kind::does_not_open, n});
  }
  return out;
}

}  // namespace soleil
