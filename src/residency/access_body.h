// AccessBody: what one access of a human to a person's data was for, as the person reads it and as
// the public log commits to it. Who asked and who approved are told as hashes with the entry's
// salt: the operator can be made to say whose they are, the person sees that they were three. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/entry.h"
#include "model/id.h"
#include "residency/data_class.h"

namespace soleil {

constexpr int64_t kAccessMsMax = 8 * 3'600'000;     // from approval until it is over
constexpr int64_t kApprovalMsMax = 12 * 3'600'000;  // from asking until it is denied by itself
constexpr int64_t kAccessClockMs = 60'000;          // how far two clocks may be apart
constexpr std::string_view kAccessReasons[] = {"moderation", "support", "legal_order", "security"};

struct AccessBody {
  std::string reason;    // of kAccessReasons
  std::string case_ref;  // "report 0abc…", "ticket 12", "order …"
  std::string role;      // of who asked: "moderator"
  std::string country;   // of their office: "FR"
  std::vector<DataClass> scope;
  std::string asked_by;                  // staff_hash()
  std::vector<std::string> approved_by;  // two
  int64_t asked_ms = 0, approved_ms = 0, expires_ms = 0;
};

std::string staff_hash(const Salt& salt, AccountId staff);  // 16 hex digits
std::string encode_access(const AccessBody& body);          // JSON
Result<AccessBody> decode_access(std::string_view text);    // invalid "bad_access"

// The rules that the key service holds every access to: denied "two_approvers_needed",
// "access_too_long", "access_over".
Result<void> check_access(const AccessBody& body, int64_t now_ms);

}  // namespace soleil
