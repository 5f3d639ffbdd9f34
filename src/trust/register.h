// RequestRegister: requests of governments and courts, from the day they come in. One person drafts
// an entry, with the document's hash, another approves it; its answer goes the same way. Approval
// writes the entry to the public log `legal`, and only what is in the log counts: the reports are
// made from it alone. What may not be told yet is logged sealed; the clock opens it on its day.
//
// Before an entry is handed to the log its text (and the salt of its seal) is durable in the
// database, so that a server that ends in between knows which entry it has to look for. An approval
// that could not be logged ("not_logged") stays `approving`, and run_clock() finishes it.
// Thread-safe; calls block.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "platform/database/database.h"
#include "trust/register_entry.h"
#include "trust/register_rows.h"

namespace soleil {

// The log `legal`, as far as the register needs it (ledger/ledger.h).
struct RegisterLog {
  // Durable in the log on return; its index. An error may also mean that it gets in later.
  std::function<Result<uint64_t>(const std::string& entry)> append;
  std::function<Result<std::vector<std::string>>()> entries;  // all that are durable
};

enum class StepState {
  drafted,    // waits for a second person
  withdrawn,  // before anybody approved it
  approving,  // approved, and not in the log yet: does not count
  logged,     // in the log, in the open
  sealed,     // in the log, and may not be told yet
  opened,     // was sealed, and its day came
};
std::string_view state_name(StepState state);

struct StepProgress {
  StepState state = StepState::drafted;
  AccountId drafted_by, approved_by;
  int64_t drafted_ms = 0, approved_ms = 0;
  std::optional<uint64_t> log_index;
};

struct RegisteredAnswer {
  AnswerDraft said;
  StepProgress progress;
};

struct RegisteredGag {
  GagDraft said;
  StepProgress progress;
};

struct RegisteredRequest {
  RequestId id;
  RequestDraft said;
  StepProgress progress;
  std::vector<RegisteredAnswer> answers;  // oldest first; the last one logged is what counts
  std::vector<RegisteredGag> gags;        // the same
  std::string opens;                      // the day on which what is sealed opens now; "": none
};

struct RegisterLimits {
  size_t requests_max = 10'000;
};

class RequestRegister {
 public:
  // `random`: for salts. All outlive it.
  RequestRegister(Database& database, const Clock& clock, Random& random, IdMaker& ids,
                  RegisterLog log, const RegisterLimits& limits = {})
      : database_(database),
        clock_(clock),
        random_(random),
        ids_(ids),
        log_(std::move(log)),
        limits_(limits) {}

  // Reasons beside those of register_entry.h: too_many_requests.
  Result<RegisteredRequest> draft(const RequestDraft& draft, AccountId by);
  // Reasons: no_such_request, needs_another_person, already_decided, seal_is_over, not_logged.
  Result<RegisteredRequest> approve(RequestId id, AccountId by);
  Result<RegisteredRequest> withdraw(RequestId id);

  // The request must be in the log. Reasons also: not_approved, answer_waits (another draft does).
  Result<RegisteredRequest> draft_answer(RequestId id, const AnswerDraft& draft, AccountId by);
  Result<RegisteredRequest> approve_answer(RequestId id, AccountId by);  // no_such_answer
  Result<RegisteredRequest> withdraw_answer(RequestId id);

  // Moves the day on which a sealed request opens, and what was answered to it: later, or to today.
  // Reasons also: not_sealed, gag_waits, no_such_gag.
  Result<RegisteredRequest> draft_gag(RequestId id, const GagDraft& draft, AccountId by);
  Result<RegisteredRequest> approve_gag(RequestId id, AccountId by);
  Result<RegisteredRequest> withdraw_gag(RequestId id);

  Result<std::vector<RegisteredRequest>> list() const;  // newest first

  // Finishes approvals that were interrupted, and opens the seals whose day (UTC) has come. To be
  // called at the start and every few minutes. How many entries it wrote.
  Result<int> run_clock();

 private:
  Result<std::vector<RegisterStep>> steps_of(RequestId id) const;
  Result<RegisteredRequest> add(RequestId id, bool is_answer, std::string said, AccountId by);
  Result<RegisteredRequest> approve_step(RequestId id, bool is_answer, AccountId by);
  Result<RegisteredRequest> withdraw_step(RequestId id, bool is_answer);
  Result<void> check_again(const RegisterStep& step, const RegisterStep& request) const;
  void write_entry(RegisterStep& step, const RegisterStep& request);
  Result<void> log_step(RegisterStep& step, const std::vector<std::string>& known);
  Result<RegisteredRequest> shown(RequestId id) const;
  Result<std::vector<GagStep>> gags_of(RequestId id) const;
  Result<void> log_gag(GagStep& gag, const std::vector<std::string>& known);
  Result<std::vector<uint64_t>> seals_of(RequestId id) const;
  Result<int> finish_approvals();
  Result<int> finish_gags();
  Result<int> open_seals();
  Result<int> open_seals_of(RegisterStep& step, const std::vector<std::string>& known);
  CivilDate today() const { return date_of(clock_.now_ms()); }

  Database& database_;
  const Clock& clock_;
  Random& random_;
  IdMaker& ids_;
  const RegisterLog log_;
  const RegisterLimits limits_;
  std::mutex changing_;  // one change at a time
};

}  // namespace soleil
