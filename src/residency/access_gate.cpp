#include "residency/access_gate.h"

#include <algorithm>

#include "base/text.h"
#include "model/country.h"
#include "residency/access_rows.h"

namespace soleil {
namespace {

constexpr size_t kCaseLengthMax = 100;
constexpr int64_t kHour = 3'600'000;

Result<void> check(const AccessDraft& draft) {
  if (std::ranges::find(kAccessReasons, draft.reason) == std::end(kAccessReasons))
    return fail(Code::invalid, "bad_reason",
                "A reason is moderation, support, legal_order or security.");
  if (trim(draft.case_ref).empty())
    return fail(Code::invalid, "case_empty", "Say which case this is for.");
  if (utf8_length(draft.case_ref) > kCaseLengthMax)
    return fail(Code::invalid, "case_too_long", "A case has at most 100 characters.");
  if (draft.scope.empty()) return fail(Code::invalid, "scope_empty", "Say what has to be read.");
  if (!Country::parse(draft.country))
    return fail(Code::invalid, "unknown_country",
                "The country of the office is an ISO 3166-1 code, as FR.");
  if (draft.hours < 1 || draft.hours * kHour > kAccessMsMax)
    return fail(Code::invalid, "bad_hours", "An access lasts from 1 to 8 hours.");
  return {};
}

tl::unexpected<Error> no_such_request() {
  return fail(Code::not_found, "no_such_request", "There is no such request.");
}

Result<void> check_waits(const AccessRequest& request, int64_t now_ms) {
  if (state_of(request, now_ms) == AccessState::waiting) return {};
  return fail(Code::conflict, "already_decided",
              "This request was decided already, or 12 hours have passed.");
}

AccessBody body_of(const AccessRequest& request, const Salt& salt) {
  AccessBody body{request.said.reason,
                  request.said.case_ref,
                  request.role,
                  request.said.country,
                  request.said.scope,
                  staff_hash(salt, request.asked_by),
                  {}};
  body.approved_by = {staff_hash(salt, request.first_by), staff_hash(salt, request.second_by)};
  body.asked_ms = request.asked_ms;
  body.approved_ms = request.approved_ms;
  body.expires_ms = request.expires_ms();
  return body;
}

}  // namespace

std::string_view access_state_name(AccessState state) {
  constexpr std::string_view kNames[] = {"waiting", "granted", "over", "denied"};
  return kNames[static_cast<size_t>(state)];
}

AccessState state_of(const AccessRequest& request, int64_t now_ms) {
  if (request.denied_ms) return AccessState::denied;
  if (request.approved_ms)
    return now_ms < request.expires_ms() ? AccessState::granted : AccessState::over;
  return now_ms - request.asked_ms >= kApprovalMsMax ? AccessState::denied : AccessState::waiting;
}

Result<AccessRequest> AccessGate::ask(const AccessDraft& draft, AccountId by, Role role) {
  SOLEIL_TRY(check(draft));
  AccessRequest request;
  request.id = ids_.make<AccessRequestId>();
  request.said = draft;
  request.asked_by = by;
  request.role = role_name(role);
  request.asked_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return insert_request(tx, request); }));
  return request;
}

Result<AccessRequest> AccessGate::find(Transaction& tx, AccessRequestId id) const {
  auto found = SOLEIL_TRY(read_requests(tx, "WHERE id = $1", {id.sql()}));
  if (found.empty()) return no_such_request();
  return std::move(found[0]);
}

// The second approval: the access is numbered in the transaction that makes it an access.
Result<void> AccessGate::settle(Transaction& tx, AccessRequest& request, AccountId by,
                                Touch& touch) {
  request.second_by = by;
  request.approved_ms = clock_.now_ms();
  const Salt salt = touches_.new_salt();
  touch = SOLEIL_TRY(
      touches_.keep(tx, request.said.person, salt, encode_access(body_of(request, salt))));
  request.counter = static_cast<int64_t>(touch.disclosure.counter);
  return {};
}

Result<AccessRequest> AccessGate::approve(AccessRequestId id, AccountId by) {
  std::lock_guard lock(mutex_);
  Touch touch;
  const AccessRequest done =
      SOLEIL_TRY(database_.write_as([&](Transaction& tx) -> Result<AccessRequest> {
        AccessRequest request = SOLEIL_TRY(find(tx, id));
        SOLEIL_TRY(check_waits(request, clock_.now_ms()));
        if (by == request.asked_by || by == request.first_by ||
            viewer_of(by) == request.said.person)
          return fail(Code::denied, "needs_two_others",
                      "Two people who did not ask for it, and whom it is not about, approve it.");
        if (request.first_by) {
          SOLEIL_TRY(settle(tx, request, by, touch));
        } else {
          request.first_by = by;
          request.first_ms = clock_.now_ms();
        }
        SOLEIL_TRY(update_decision(tx, request));
        return request;
      }));
  if (done.approved_ms) SOLEIL_TRY(touches_.log(touch));
  return done;
}

Result<AccessRequest> AccessGate::deny(AccessRequestId id, AccountId by) {
  std::lock_guard lock(mutex_);
  return database_.write_as([&](Transaction& tx) -> Result<AccessRequest> {
    AccessRequest request = SOLEIL_TRY(find(tx, id));
    SOLEIL_TRY(check_waits(request, clock_.now_ms()));
    request.denied_by = by;
    request.denied_ms = clock_.now_ms();
    SOLEIL_TRY(update_decision(tx, request));
    return request;
  });
}

Result<std::vector<AccessRequest>> AccessGate::list(size_t limit) const {
  return database_.read_as([&](Transaction& tx) {
    return read_requests(tx, "ORDER BY id DESC LIMIT $1", {static_cast<int64_t>(limit)});
  });
}

Result<ReleaseRequest> AccessGate::proven(const AccessRequest& request) {
  Touch touch =
      SOLEIL_TRY(touches_.find(request.said.person, static_cast<uint64_t>(request.counter)));
  touch = SOLEIL_TRY(touches_.log(std::move(touch)));  // if it could not be logged before
  ReleaseRequest out{request.said.person, SOLEIL_TRY(ring_.wrapped(request.said.person)),
                     touch.disclosure, "", ""};
  const PersonKey key = SOLEIL_TRY(touches_.tag_key(request.said.person));
  out.entry = entry_text(access_entry(key, touch.disclosure, touch.made_ms));
  out.proof = SOLEIL_TRY(ledger_.prove(LogName::access, static_cast<uint64_t>(touch.log_index)));
  return out;
}

Result<std::string> AccessGate::grant_of(const AccessRequest& request) {
  std::lock_guard lock(mutex_);
  if (const auto at = grants_.find(request.id); at != grants_.end()) return at->second;
  std::string grant = SOLEIL_TRY(ring_.keys().release(SOLEIL_TRY(proven(request))));
  return grants_[request.id] = std::move(grant);
}

Result<void> AccessGate::sweep() {
  const int64_t now = clock_.now_ms();
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("DELETE FROM personal_access_request WHERE asked_ms < $1", {now - kKeptMs}));
    SOLEIL_TRY(
        tx.run("DELETE FROM personal_touch WHERE made_ms < $1 AND person_id NOT IN (SELECT id FROM "
               "account)",
               {now - kGuestMs}));
    return {};
  });
}

Result<std::vector<AccessedText>> AccessGate::read(AccessRequestId id, AccountId by) {
  const AccessRequest request =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return find(tx, id); }));
  if (request.asked_by != by)
    return fail(Code::denied, "not_yours", "Only who asked for an access reads by it.");
  if (state_of(request, clock_.now_ms()) != AccessState::granted)
    return fail(Code::denied, "not_granted", "This access is not granted, or is over.");
  const std::string grant = SOLEIL_TRY(grant_of(request));
  const auto stored =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return read_scope(tx, request.said); }));
  std::vector<AccessedText> out;
  for (const SealedText& one : stored) {
    auto text = SOLEIL_TRY(ring_.open(request.said.person, one.data, one.stored, grant));
    out.push_back({one.data, std::move(text), one.at_ms});
  }
  return out;
}

}  // namespace soleil
