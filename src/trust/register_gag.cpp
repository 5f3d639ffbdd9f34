// The part of the register in which the day of a sealed request is moved.
#include <algorithm>

#include "base/clock.h"
#include "ledger/sealed.h"
#include "trust/register.h"

namespace soleil {
namespace {

bool waits(const GagStep& gag) {
  return gag.withdrawn_ms == 0 && gag.log_index < 0;
}

Result<GagStep> gag_to_decide(const std::vector<GagStep>& gags) {
  if (!gags.empty()) return gags.back();
  return fail(Code::not_found, "no_such_gag", "No other day was drafted for this request.");
}

}  // namespace

Result<std::vector<GagStep>> RequestRegister::gags_of(RequestId id) const {
  return database_.read_as([&](Transaction& tx) { return read_gags_of(tx, id); });
}

Result<RegisteredRequest> RequestRegister::draft_gag(RequestId id, const GagDraft& draft,
                                                     AccountId by) {
  SOLEIL_TRY(check_gag(draft, today()));
  std::lock_guard lock(changing_);
  if (SOLEIL_TRY(shown(id)).progress.state != StepState::sealed)
    return fail(Code::conflict, "not_sealed", "Only what may not be told yet has a day to move.");
  const auto gags = SOLEIL_TRY(gags_of(id));
  if (!gags.empty() && waits(gags.back()))
    return fail(Code::conflict, "gag_waits",
                "Another day waits for its second person. Approve or withdraw it first.");
  GagStep gag;
  gag.id = static_cast<int64_t>(ids_.next());
  gag.request = id;
  gag.until = date_text(draft.until);
  gag.document_sha256 = draft.document_sha256;
  gag.drafted_by = by;
  gag.drafted_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return insert_gag(tx, gag); }));
  return shown(id);
}

// Every place in the log at which something of this request is sealed. One that came in twice has
// two: both must open.
Result<std::vector<uint64_t>> RequestRegister::seals_of(RequestId id) const {
  const auto steps = SOLEIL_TRY(steps_of(id));
  const auto known = SOLEIL_TRY(log_.entries());
  std::vector<uint64_t> out;
  for (uint64_t index = 0; index < known.size(); ++index)
    for (const RegisterStep& step : steps)
      if (!step.salt.empty() && !step.opened_ms && step.entry == known[index]) out.push_back(index);
  return out;
}

Result<RegisteredRequest> RequestRegister::approve_gag(RequestId id, AccountId by) {
  std::lock_guard lock(changing_);
  GagStep gag = SOLEIL_TRY(gag_to_decide(SOLEIL_TRY(gags_of(id))));
  if (!waits(gag))
    return fail(Code::conflict, "already_decided", "This was approved or withdrawn already.");
  if (gag.drafted_by == by)
    return fail(Code::denied, "drafter_approves",
                "You drafted this; another administrator has to approve it.");
  if (gag.entry.empty()) {
    SOLEIL_TRY(finish_approvals());  // a seal on its way must be among those that are moved
    SOLEIL_TRY(check_gag({SOLEIL_TRY(parse_date(gag.until)), gag.document_sha256}, today()));
    gag.approved_by = by;
    gag.approved_ms = clock_.now_ms();
    gag.entry = seal_move_text(
        {rfc3339(gag.approved_ms), SOLEIL_TRY(seals_of(id)), gag.until, gag.document_sha256});
    SOLEIL_TRY(database_.write([&](Transaction& tx) { return decide_gag(tx, gag); }));
  }
  SOLEIL_TRY(log_gag(gag, SOLEIL_TRY(log_.entries())));
  SOLEIL_TRY(open_seals());  // a gag that was lifted
  return shown(id);
}

Result<void> RequestRegister::log_gag(GagStep& gag, const std::vector<std::string>& known) {
  const auto at = std::find(known.begin(), known.end(), gag.entry);
  gag.log_index = at != known.end() ? at - known.begin()
                                    : static_cast<int64_t>(SOLEIL_TRY(log_.append(gag.entry)));
  return database_.write([&](Transaction& tx) { return note_gag_logged(tx, gag); });
}

Result<RegisteredRequest> RequestRegister::withdraw_gag(RequestId id) {
  std::lock_guard lock(changing_);
  GagStep gag = SOLEIL_TRY(gag_to_decide(SOLEIL_TRY(gags_of(id))));
  gag.withdrawn_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return decide_gag(tx, gag); }));
  return shown(id);
}

Result<int> RequestRegister::finish_gags() {
  auto gags = SOLEIL_TRY(database_.read_as([](Transaction& tx) { return read_unlogged_gags(tx); }));
  if (gags.empty()) return 0;
  const auto known = SOLEIL_TRY(log_.entries());
  for (GagStep& gag : gags) SOLEIL_TRY(log_gag(gag, known));
  return static_cast<int>(gags.size());
}

}  // namespace soleil
