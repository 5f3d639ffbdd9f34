#include "trust/register.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "base/clock.h"
#include "ledger/sealed.h"

namespace soleil {
namespace {

constexpr size_t kAnswersMax = 100;  // of one request

StepState state_of(const RegisterStep& s) {
  if (s.withdrawn_ms) return StepState::withdrawn;
  if (!s.approved_by) return StepState::drafted;
  if (s.log_index < 0) return StepState::approving;
  if (s.salt.empty()) return StepState::logged;
  return s.opened_ms ? StepState::opened : StepState::sealed;
}

bool is_logged(const RegisterStep& s) {
  return s.log_index >= 0;
}

StepProgress progress_of(const RegisterStep& s) {
  StepProgress out{state_of(s), s.drafted_by, s.approved_by, s.drafted_ms, s.approved_ms, {}};
  if (is_logged(s)) out.log_index = static_cast<uint64_t>(s.log_index);
  return out;
}

StepProgress progress_of(const GagStep& g) {
  const StepState state = g.withdrawn_ms    ? StepState::withdrawn
                          : !g.approved_by  ? StepState::drafted
                          : g.log_index < 0 ? StepState::approving
                                            : StepState::logged;
  StepProgress out{state, g.drafted_by, g.approved_by, g.drafted_ms, g.approved_ms, {}};
  if (g.log_index >= 0) out.log_index = static_cast<uint64_t>(g.log_index);
  return out;
}

Result<RequestDraft> request_of(const RegisterStep& s) {
  return request_in(SOLEIL_TRY(parse_json_object(s.said)));
}

Result<AnswerDraft> answer_of(const RegisterStep& s) {
  return answer_in(SOLEIL_TRY(parse_json_object(s.said)));
}

tl::unexpected<Error> no_such_request() {
  return fail(Code::not_found, "no_such_request", "There is no such request.");
}

// The request's own step comes first: it was drafted before any answer to it.
Result<RegisteredRequest> registered(const std::vector<RegisterStep>& steps,
                                     const std::vector<GagStep>& gags) {
  if (steps.empty() || steps[0].is_answer) return no_such_request();
  RequestDraft said = SOLEIL_TRY(request_of(steps[0]));
  RegisteredRequest out{steps[0].request, std::move(said), progress_of(steps[0]), {}, {}, ""};
  if (state_of(steps[0]) == StepState::sealed) out.opens = steps[0].opens;
  for (size_t i = 1; i < steps.size(); ++i) {
    AnswerDraft answer = SOLEIL_TRY(answer_of(steps[i]));
    out.answers.push_back({std::move(answer), progress_of(steps[i])});
  }
  for (const GagStep& gag : gags)
    out.gags.push_back(
        {{SOLEIL_TRY(parse_date(gag.until)), gag.document_sha256}, progress_of(gag)});
  return out;
}

bool is_undecided(const RegisterStep& s) {
  const StepState state = state_of(s);
  return state == StepState::drafted || state == StepState::approving;
}

// The request's step, or that of the answer which waits.
Result<RegisterStep> step_to_decide(const std::vector<RegisterStep>& steps, bool is_answer) {
  if (steps.empty()) return no_such_request();
  if (!is_answer) return steps[0];
  if (steps.size() > 1) return steps.back();
  return fail(Code::not_found, "no_such_answer", "No answer to this request was drafted.");
}

Salt new_salt(Random& random) {
  Salt salt;
  random.fill(std::as_writable_bytes(std::span(salt)));
  return salt;
}

}  // namespace

std::string_view state_name(StepState state) {
  constexpr std::array<std::string_view, 6> kNames = {"drafted", "withdrawn", "approving",
                                                      "logged",  "sealed",    "opened"};
  return kNames[static_cast<size_t>(state)];
}

Result<std::vector<RegisterStep>> RequestRegister::steps_of(RequestId id) const {
  return database_.read_as([&](Transaction& tx) { return read_steps_of(tx, id); });
}

Result<RegisteredRequest> RequestRegister::shown(RequestId id) const {
  return registered(SOLEIL_TRY(steps_of(id)), SOLEIL_TRY(gags_of(id)));
}

Result<RegisteredRequest> RequestRegister::add(RequestId id, bool is_answer, std::string said,
                                               AccountId by) {
  RegisterStep step;
  step.id = is_answer ? static_cast<int64_t>(ids_.next()) : id.sql();
  step.request = id;
  step.is_answer = is_answer;
  step.said = std::move(said);
  step.drafted_by = by;
  step.drafted_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    if (!is_answer && SOLEIL_TRY(count_requests(tx)) >= static_cast<int64_t>(limits_.requests_max))
      return fail(Code::too_large, "too_many_requests", "There are too many requests.");
    return insert_step(tx, step);
  }));
  return shown(id);
}

Result<RegisteredRequest> RequestRegister::draft(const RequestDraft& draft, AccountId by) {
  SOLEIL_TRY(check_request(draft));
  SOLEIL_TRY(check_request_day(draft, today()));
  std::lock_guard lock(changing_);
  return add(ids_.make<RequestId>(), false, json::serialize(fields_of(draft)), by);
}

Result<RegisteredRequest> RequestRegister::draft_answer(RequestId id, const AnswerDraft& draft,
                                                        AccountId by) {
  std::lock_guard lock(changing_);
  const auto steps = SOLEIL_TRY(steps_of(id));
  if (steps.empty()) return no_such_request();
  if (!is_logged(steps[0]))
    return fail(Code::conflict, "not_approved",
                "The request is not approved and logged yet; its answer comes after.");
  if (steps.size() > 1 && is_undecided(steps.back()))
    return fail(Code::conflict, "answer_waits",
                "Another answer waits for its second person. Approve or withdraw it first.");
  if (steps.size() > kAnswersMax)
    return fail(Code::too_large, "too_many_answers", "This request was answered too often.");
  SOLEIL_TRY(check_answer(draft, SOLEIL_TRY(request_of(steps[0]))));
  SOLEIL_TRY(check_answer_day(draft, today()));
  return add(id, true, json::serialize(fields_of(draft)), by);
}

Result<RegisteredRequest> RequestRegister::approve(RequestId id, AccountId by) {
  return approve_step(id, false, by);
}

Result<RegisteredRequest> RequestRegister::approve_answer(RequestId id, AccountId by) {
  return approve_step(id, true, by);
}

Result<RegisteredRequest> RequestRegister::approve_step(RequestId id, bool is_answer,
                                                        AccountId by) {
  std::lock_guard lock(changing_);
  const auto steps = SOLEIL_TRY(steps_of(id));
  RegisterStep step = SOLEIL_TRY(step_to_decide(steps, is_answer));
  if (!is_undecided(step))
    return fail(Code::conflict, "already_decided", "This was approved or withdrawn already.");
  if (step.drafted_by == by)
    return fail(Code::denied, "drafter_approves",
                "You drafted this; another administrator has to approve it.");
  std::vector<std::string> known;
  if (state_of(step) == StepState::approving) {
    known = SOLEIL_TRY(log_.entries());
  } else {
    SOLEIL_TRY(check_again(step, steps[0]));
    step.approved_by = by;
    step.approved_ms = clock_.now_ms();
    write_entry(step, steps[0]);
    SOLEIL_TRY(database_.write([&](Transaction& tx) { return decide_step(tx, step); }));
  }
  SOLEIL_TRY(log_step(step, known));
  return shown(id);
}

// Days have passed since it was drafted.
Result<void> RequestRegister::check_again(const RegisterStep& step,
                                          const RegisterStep& request) const {
  const RequestDraft asked = SOLEIL_TRY(request_of(request));
  if (!step.is_answer) return check_request_day(asked, today());
  const AnswerDraft answer = SOLEIL_TRY(answer_of(step));
  SOLEIL_TRY(check_answer(answer, asked));
  return check_answer_day(answer, today());
}

// An answer is sealed as long as its request is.
void RequestRegister::write_entry(RegisterStep& step, const RegisterStep& request) {
  const auto asked = request_of(request);
  const std::string at = rfc3339(step.approved_ms);
  const std::string line = step.is_answer ? answer_line({step.request, at, answer_of(step).value()})
                                          : request_line({step.request, at, asked.value()});
  step.entry = line;
  // The request's own day, or the one that a gag has moved it to since.
  const CivilDate opens = request.opens.empty() ? asked->sealed_until.value_or(CivilDate{})
                                                : parse_date(request.opens).value();
  if (!asked->sealed_until || opens <= today() || request.opened_ms) return;
  const Salt salt = new_salt(random_);
  step.body = line;
  step.salt = base64_of(salt);
  step.opens = date_text(opens);
  step.entry = sealed_line(commitment_of(salt, line), opens, step.is_answer ? "answer" : "request",
                           half_of(asked->received_on));
}

// `known`: the log's entries, among which it may be already.
Result<void> RequestRegister::log_step(RegisterStep& step, const std::vector<std::string>& known) {
  const auto at = std::find(known.begin(), known.end(), step.entry);
  step.log_index = at != known.end() ? at - known.begin()
                                     : static_cast<int64_t>(SOLEIL_TRY(log_.append(step.entry)));
  return database_.write([&](Transaction& tx) { return note_logged(tx, step); });
}

Result<RegisteredRequest> RequestRegister::withdraw(RequestId id) {
  return withdraw_step(id, false);
}

Result<RegisteredRequest> RequestRegister::withdraw_answer(RequestId id) {
  return withdraw_step(id, true);
}

Result<RegisteredRequest> RequestRegister::withdraw_step(RequestId id, bool is_answer) {
  std::lock_guard lock(changing_);
  RegisterStep step = SOLEIL_TRY(step_to_decide(SOLEIL_TRY(steps_of(id)), is_answer));
  step.withdrawn_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return decide_step(tx, step); }));
  return shown(id);
}

Result<std::vector<RegisteredRequest>> RequestRegister::list() const {
  const auto steps =
      SOLEIL_TRY(database_.read_as([](Transaction& tx) { return read_all_steps(tx); }));
  const auto gags =
      SOLEIL_TRY(database_.read_as([](Transaction& tx) { return read_all_gags(tx); }));
  std::map<RequestId, std::vector<GagStep>> gags_by_request;
  for (const GagStep& gag : gags) gags_by_request[gag.request].push_back(gag);
  std::map<RequestId, std::vector<RegisterStep>> by_request;
  for (const RegisterStep& step : steps) by_request[step.request].push_back(step);
  std::vector<RegisteredRequest> out;
  for (auto at = by_request.rbegin(); at != by_request.rend(); ++at)
    out.push_back(SOLEIL_TRY(registered(at->second, gags_by_request[at->first])));
  return out;
}

Result<int> RequestRegister::run_clock() {
  std::lock_guard lock(changing_);
  int finished = SOLEIL_TRY(finish_approvals());
  finished += SOLEIL_TRY(finish_gags());
  return finished + SOLEIL_TRY(open_seals());
}

Result<int> RequestRegister::finish_approvals() {
  auto steps =
      SOLEIL_TRY(database_.read_as([](Transaction& tx) { return read_unlogged_steps(tx); }));
  if (steps.empty()) return 0;
  const auto known = SOLEIL_TRY(log_.entries());
  for (RegisterStep& step : steps) SOLEIL_TRY(log_step(step, known));
  return static_cast<int>(steps.size());
}

Result<int> RequestRegister::open_seals() {
  const std::string day = date_text(today());
  auto steps =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return read_due_steps(tx, day); }));
  if (steps.empty()) return 0;
  const auto known = SOLEIL_TRY(log_.entries());
  int opened = 0;
  for (RegisterStep& step : steps) opened += SOLEIL_TRY(open_seals_of(step, known));
  return opened;
}

// An entry may have come into the log twice (an answer of the log that was lost); each place is
// opened, or the second would look like one that never was.
Result<int> RequestRegister::open_seals_of(RegisterStep& step,
                                           const std::vector<std::string>& known) {
  const Salt salt = SOLEIL_TRY(hash_from_base64(step.salt));
  int opened = 0;
  for (uint64_t index = 0; index < known.size(); ++index) {
    if (known[index] != step.entry) continue;
    const std::string opening = opening_text(index, salt, step.body);
    if (std::find(known.begin(), known.end(), opening) != known.end()) continue;
    SOLEIL_TRY(log_.append(opening));
    ++opened;
  }
  step.opened_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return note_opened(tx, step); }));
  return opened;
}

}  // namespace soleil
