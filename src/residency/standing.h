// RegionStanding: how a region stands, as the staff see it on the console of any region. Regions
// tell it each other every few seconds, signed. Nobody is in it: people are counted in tens, and
// not at all below kPersonsMin; who approved a drill is told at home only. Pure, but for
// ask_standing().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "residency/backup/drill_book.h"
#include "residency/region_keys.h"
#include "residency/region_link.h"

namespace soleil {

// A trouble that stays: of PostgreSQL no rows are copied (docs/residency.md).
inline constexpr std::string_view kWithoutDatabase = "backup_without_database";

struct BackupStanding {
  int64_t as_of_ms = 0;      // all until then is in the vault; 0: nothing is
  int64_t read_back_ms = 0;  // when an object was last fetched and opened; 0: not since the start
  int64_t bytes = 0;         // of files and database
  int64_t steps = 0;         // of the present generation
  std::string trouble;       // reason of the last failure; "": it goes on
};

struct StandingOrder {  // public: approved, in force or to come
  std::string id, title, action, state;
  std::vector<std::string> countries;
  int64_t effective_ms = 0, expires_ms = 0;  // 0: until lifted
};

struct RegionStanding {
  static constexpr int64_t kPersonsMin = 20;
  static constexpr size_t kOrdersMax = 100;
  std::string region;
  int64_t at_ms = 0, since_ms = 0;  // since: what is refused is counted from here
  int64_t persons = 0;              // at home here, in tens; 0: fewer than kPersonsMin
  int64_t videos = 0, stored_bytes = 0, free_bytes = 0;
  std::string keys_trouble;              // "": the key service answers
  std::array<int64_t, 5> refused{};      // by Errand
  std::optional<BackupStanding> backup;  // none: no vault is configured
  std::optional<DrillRecord> drill;      // without the names, when it is another region's
  std::vector<StandingOrder> orders;
};

int64_t persons_told(int64_t persons);  // in tens; 0 below kPersonsMin

json::object standing_json(const RegionStanding& standing, bool with_names);
Result<RegionStanding> parse_standing(const json::object& said);  // invalid "bad_standing"

// {"body": "<JSON>", "signature": "<base64>"}
std::string signed_standing(const RegionStanding& standing, const RegionKeys& keys);
// corrupt "not_signed_by_region", "bad_standing"; errors of the link. Blocks.
Result<RegionStanding> ask_standing(RegionLink& link, const Region& from);

}  // namespace soleil
