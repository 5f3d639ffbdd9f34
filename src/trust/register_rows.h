// Rows of the table register_step: one a request or answer, drafted and perhaps approved. Inside a
// transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/id.h"
#include "platform/database/database.h"

namespace soleil {

struct RegisterStep {
  int64_t id = 0;
  RequestId request;  // whose answer it is, or the request's own
  bool is_answer = false;
  std::string said;  // its fields, as JSON
  AccountId drafted_by, approved_by;
  int64_t drafted_ms = 0, approved_ms = 0, withdrawn_ms = 0;
  std::string entry;              // as it is handed to the log; "" until approved
  std::string body, salt, opens;  // of a sealed one: what it commits to, base64, "2027-03-01"
  int64_t log_index = -1;         // -1: not in the log, as far as we know
  int64_t opened_ms = 0;          // when its opening was logged
};

struct GagStep {  // a row of register_gag
  int64_t id = 0;
  RequestId request;
  std::string until, document_sha256;
  AccountId drafted_by, approved_by;
  int64_t drafted_ms = 0, approved_ms = 0, withdrawn_ms = 0;
  std::string entry;
  int64_t log_index = -1;
};
Result<std::vector<GagStep>> read_all_gags(Transaction& tx);  // in the order of drafting
Result<std::vector<GagStep>> read_gags_of(Transaction& tx, RequestId request);
Result<std::vector<GagStep>> read_unlogged_gags(Transaction& tx);
Result<void> insert_gag(Transaction& tx, const GagStep& gag);
Result<void> decide_gag(Transaction& tx, const GagStep& gag);  // as decide_step()
// It is in the log: what is sealed of the request opens on its day.
Result<void> note_gag_logged(Transaction& tx, const GagStep& gag);

// Requests before answers, each in the order in which they were drafted.
Result<std::vector<RegisterStep>> read_all_steps(Transaction& tx);
Result<std::vector<RegisterStep>> read_steps_of(Transaction& tx, RequestId request);
Result<std::vector<RegisterStep>> read_unlogged_steps(Transaction& tx);
Result<std::vector<RegisterStep>> read_due_steps(Transaction& tx, const std::string& today);
Result<int64_t> count_requests(Transaction& tx);

Result<void> insert_step(Transaction& tx, const RegisterStep& step);
// Who decided, and what is to be logged. Only what nobody decided yet: conflict, "already_decided".
Result<void> decide_step(Transaction& tx, const RegisterStep& step);
Result<void> note_logged(Transaction& tx, const RegisterStep& step);
Result<void> note_opened(Transaction& tx, const RegisterStep& step);

}  // namespace soleil
