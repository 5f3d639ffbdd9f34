// AccessGate: how a human of the staff gets to read what is private of a person. One asks, with a
// reason, a case and a scope; two others approve; then the access is numbered and logged
// (touches.h), and only the proof of that makes the key service give a grant, for the scope, for
// hours. What two have not approved within 12 hours is denied by the clock. Thread-safe; blocks.
//
// Reasons: bad_reason, case_empty, case_too_long, scope_empty, unknown_country, bad_hours,
// no_such_request, needs_two_others, already_decided, not_granted, not_yours; and those of
// Keys::release() and Ledger::prove().
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/account.h"
#include "platform/database/database.h"
#include "residency/touches.h"

namespace soleil {

struct AccessDraft {
  ViewerId person;
  std::string reason, case_ref;
  std::string country;  // of the office of who asks: "FR"
  std::vector<DataClass> scope;
  int64_t hours = 8;  // 1..8, from approval
};

struct AccessRequest {
  AccessRequestId id;
  AccessDraft said;
  AccountId asked_by, first_by, second_by, denied_by;
  std::string role;  // of who asked, then
  int64_t asked_ms = 0, first_ms = 0, approved_ms = 0, denied_ms = 0;
  int64_t counter = -1;  // of its touch, once approved

  int64_t expires_ms() const { return approved_ms + said.hours * 3'600'000; }
};

enum class AccessState { waiting, granted, over, denied };
std::string_view access_state_name(AccessState state);
AccessState state_of(const AccessRequest& request, int64_t now_ms);

struct AccessedText {
  DataClass data;
  std::string text;
  int64_t at_ms = 0;
};

class AccessGate {
 public:
  static constexpr int64_t kDay = 86'400'000, kKeptMs = 400 * kDay, kGuestMs = 180 * kDay;
  AccessGate(Database& database, Ledger& ledger, KeyRing& ring, Touches& touches,
             const Clock& clock, IdMaker& ids)
      : database_(database),
        ledger_(ledger),
        ring_(ring),
        touches_(touches),
        clock_(clock),
        ids_(ids) {}

  Result<AccessRequest> ask(const AccessDraft& draft, AccountId by, Role role);
  // Neither who asked nor the person themselves. The second one's approval logs the access.
  Result<AccessRequest> approve(AccessRequestId id, AccountId by);
  Result<AccessRequest> deny(AccessRequestId id, AccountId by);
  Result<std::vector<AccessRequest>> list(size_t limit) const;  // newest first
  // For who asked, while it is granted: what is in the scope; of a report's case, its words alone.
  Result<std::vector<AccessedText>> read(AccessRequestId id, AccountId by);
  // Deletes requests after kKeptMs, and guests' touches after kGuestMs. Every hour or so.
  Result<void> sweep();

 private:
  Result<AccessRequest> find(Transaction& tx, AccessRequestId id) const;
  Result<void> settle(Transaction& tx, AccessRequest& request, AccountId by, Touch& touch);
  Result<std::string> grant_of(const AccessRequest& request);
  Result<ReleaseRequest> proven(const AccessRequest& request);

  Database& database_;
  Ledger& ledger_;
  KeyRing& ring_;
  Touches& touches_;
  const Clock& clock_;
  IdMaker& ids_;
  std::mutex mutex_;  // one change or release at a time
  std::map<AccessRequestId, std::string> grants_;
};

// "report <id>": the case of a report.
std::string case_of(ReportId report);

}  // namespace soleil
