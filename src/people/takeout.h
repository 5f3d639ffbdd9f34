// Takeout: what is kept of a person, put together for that person: where it is at home, what became
// of their reports, and a copy of all of it to take along (GDPR art. 15 and 20). What is sealed is
// opened, being theirs; but for the words of a report, which no program opens by itself
// (residency/data_class.h). Thread-safe; blocks, facts() for a reading of the whole fact log.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "people/people.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"

namespace soleil {

struct KeptResidence {
  std::string country, seen;  // ISO 3166-1; seen: where their address was, if it contradicted
  std::string arrival;        // their number in the home before, if they moved here
  int64_t declared_ms = 0;
};

struct ReportAnswer {
  ReportId id;
  VideoId video;
  std::string reason, state;  // "open", "kept", "removed"
  std::string explanation;    // the moderator's; "" while it is open
  bool has_note = false;
  int64_t created_ms = 0, decided_ms = 0;  // 0: open
};

struct Belonging {  // what a move would take along, or leave
  int64_t videos = 0, likes = 0, follows = 0;
};

class Takeout {
 public:
  static constexpr size_t kFactsMax = 500'000;  // of one person: the newest
  Takeout(Database& database, const Catalog& catalog, People& people, const FactLog& facts)
      : database_(database), catalog_(catalog), people_(people), facts_(facts) {}

  Result<std::optional<KeptResidence>> residence(AccountId who) const;
  Result<std::vector<ReportAnswer>> reports(ViewerId who) const;  // newest first
  Result<Belonging> belonging(AccountId who) const;
  // Everything but videos and facts.
  Result<json::object> rows(const Account& who) const;
  // A JSON array of what they watched, liked and were shown, as it is kept; oldest first.
  Result<std::string> facts(ViewerId who) const;
  // What came since then; oldest first, the newest kFactsMax.
  Result<std::vector<WatchFact>> facts_since(ViewerId who, int64_t received_ms) const;

 private:
  // From that place of the log on.
  Result<void> each_own(ViewerId who, int64_t from,
                        const std::function<void(std::string&&, WatchFact&&)>& visit) const;
  Result<int64_t> first_since(int64_t received_ms) const;
  Result<Rows> select(std::string_view sql, int64_t who) const;
  Result<json::array> likes(AccountId who) const;
  Result<json::array> follows(AccountId who) const;
  Result<json::array> uploads(AccountId who) const;
  Result<json::array> sessions(AccountId who) const;
  Result<json::array> elsewhere(AccountId who) const;

  Database& database_;
  const Catalog& catalog_;
  People& people_;
  const FactLog& facts_;
};

json::object report_answer_json(const ReportAnswer& report);

}  // namespace soleil
