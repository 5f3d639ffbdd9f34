// What an operator says in public, in its own words: claims with the check that they are held
// against, and answers to rumours. Each is an entry of the log `policy`; a later one of the same
// id takes its place, and both stay. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/country.h"

namespace soleil {

// The same sentence in the languages of the site. Both are needed: who reads the other one must not
// be told less.
struct Said {
  std::string en, fr;
};

// What a visitor's browser holds a claim against (web/src/trust/claims.ts). `home` is held against
// nothing: it is shown as asserted only.
enum class ClaimCheck { no_disclosure, not_offered, home };

struct Claim {
  std::string id;  // [a-z0-9-], at most kStatementIdMax
  ClaimCheck check = ClaimCheck::home;
  std::optional<Said> said;        // else the check's own sentence; needed for `home`
  std::optional<Country> country;  // to whom nothing was disclosed (none: to nobody); not offered
  std::string from, until;         // days, "2026-01-31"; "": not said
  bool withdrawn = false;          // it is claimed no longer
  std::string at;                  // when it was said, RFC 3339
};

enum class RumourVerdict { is_false, is_true, partly, open };

struct Evidence {
  std::string log, url;  // an entry of a log, or an address
  int64_t index = 0;
  Said what;
};

struct Rumour {
  std::string id;
  int64_t revision = 0;     // 1, 2, …
  std::string said, where;  // as it was told, and the address where; "" when there is none
  RumourVerdict verdict = RumourVerdict::open;
  Said answer;
  std::vector<Evidence> evidence;
  bool withdrawn = false;  // it is answered no longer; the answer says why. For ever.
  std::string at;          // RFC 3339: sorts by time
  // Not said in the entry: which one it is, and when the rumour was first answered.
  int64_t index = -1;
  std::string first_at;
};

constexpr size_t kStatementIdMax = 60;
constexpr size_t kSentenceMax = 300;  // code points
constexpr size_t kAnswerMax = 4'000;
constexpr size_t kEvidenceMax = 20;
constexpr size_t kAddressMax = 500;

// From what a form or an entry says. Reasons: bad_field, bad_id, too_long, unknown_country,
// bad_check, bad_verdict, bad_address, bad_log, bad_date, needs_country, needs_words,
// bad_range.
Result<Claim> parse_claim(const json::object& said);
Result<Rumour> parse_rumour(const json::object& said);
json::object claim_json(const Claim& claim);
json::object rumour_json(const Rumour& rumour);

}  // namespace soleil
