// Rows of personal_access_request, and what a scope reads. Inside a transaction of the caller's.
#pragma once

#include <vector>

#include "platform/database/database.h"
#include "residency/access_gate.h"

namespace soleil {

Result<std::vector<AccessRequest>> read_requests(Transaction& tx, std::string_view where,
                                                 std::vector<SqlValue> values);
Result<void> insert_request(Transaction& tx, const AccessRequest& request);
Result<void> update_decision(Transaction& tx, const AccessRequest& request);

struct SealedText {
  DataClass data;
  std::string stored;
  int64_t at_ms = 0;
};
// All that is sealed of the person in these classes; of the case of a report, its words alone.
Result<std::vector<SealedText>> read_scope(Transaction& tx, const AccessDraft& draft);

}  // namespace soleil
