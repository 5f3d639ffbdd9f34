// What an entry of the `access` log says in public, which is nothing about anybody: a tag that only
// the person's own key explains, a commitment that only the salt opens, and the hour. All entries
// have one length. With the key a person (or whoever they give it to) finds every touch of their
// data, numbered without gaps; once key and salts are destroyed, nobody can tell whose an entry
// was. Pure; docs/ledger.md says what this hides and what it does not.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "ledger/merkle.h"

namespace soleil {

constexpr size_t kEntryPadBytes = 256;      // entries are padded to a multiple of this
constexpr int64_t kBucketMs = 3'600'000;    // times are told to the hour
using PersonKey = std::array<uint8_t, 32>;  // one a person, kept with their data
using Salt = std::array<uint8_t, 32>;       // one an entry, never used again

struct AccessEntry {
  std::string bucket;  // the hour, UTC: "2026-11-26T11Z"
  TreeHash tag{};      // HMAC-SHA-256 of the person's counter under the person's key
  TreeHash commit{};   // SHA-256 over the salt and the body
  bool operator==(const AccessEntry&) const = default;
};

// What the person gets to see of an entry, and needs to check it. Personal data: never logged.
struct Disclosure {
  uint64_t counter = 0;  // 0, 1, 2 … without a gap
  Salt salt{};
  std::string body;  // JSON: reason, role, country, case, scope
};

std::string bucket_of(int64_t time_ms);
TreeHash tag_of(const PersonKey& key, uint64_t counter);
TreeHash commitment_of(const Salt& salt, std::string_view body);
AccessEntry access_entry(const PersonKey& key, const Disclosure& disclosure, int64_t time_ms);
// An entry of nobody, which looks like any other.
AccessEntry decoy_entry(int64_t time_ms, Random& random);

std::string entry_text(const AccessEntry& entry);  // kEntryPadBytes long
// invalid, "bad_entry": not an entry, or not written the one way it can be.
Result<AccessEntry> parse_access_entry(std::string_view text);

// JSON with spaces behind it, up to the next multiple of kEntryPadBytes.
std::string padded(std::string json);

// One batch as it goes into the log: filled with decoys to a multiple of `multiple`, in an order
// that says nothing of who came when.
std::vector<AccessEntry> arranged(std::vector<AccessEntry> batch, size_t multiple, int64_t time_ms,
                                  Random& random);

}  // namespace soleil
