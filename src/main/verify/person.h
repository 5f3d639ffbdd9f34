// A person's own history, for soleil-verify: who touched my data, and is anything missing?
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "ledger/history.h"
#include "main/verify/checks.h"

namespace soleil {

// What the person's export has for it: {"key": base64, "disclosures": [{"counter", "salt",
// "body"}]}.
struct Person {
  PersonKey key{};
  std::vector<Disclosure> disclosures;
};
Result<Person> parse_person(std::string_view text);  // invalid, "bad_person"

struct VerifiedHistory {
  TrustedCheckpoint trusted;
  History history;
};
// Audits the whole log first: a history is no better than the log that it is read from.
Result<VerifiedHistory> verify_history(const Policy& policy, const ReadFile& read,
                                       const Person& person);
json::object json_of(const Person& person, const History& history);

}  // namespace soleil
