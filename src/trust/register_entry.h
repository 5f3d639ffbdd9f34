// What the register of requests says: a request of a government or a court as it came in, and how
// it was answered. Both are public, so neither names anybody: accounts are counted, never told.
// Each is one JSON line of the log `legal`, or, as long as it may not be told, a sealed entry that
// commits to that line. The same fields are in the API, the drafts' rows and the log. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "ledger/entry.h"
#include "model/country.h"
#include "model/id.h"
#include "residency/civil_time.h"

namespace soleil {

constexpr int64_t kRequestAccountsMax = 1'000'000;
constexpr int kSealedDaysMax = 3'660;

enum class RequestType {
  subpoena,  // these six are legal process
  court_order,
  warrant,
  interception,
  mutual_assistance,
  other_process,
  emergency,     // data at once, because of danger to life
  civil,         // of private parties, by a court
  removal,       // something is not to be shown
  preservation,  // data are to be kept, not given
};
constexpr size_t kRequestTypes = 10;
std::string_view type_name(RequestType type);
bool is_legal_process(RequestType type);
bool asks_for_data(RequestType type);  // legal process, emergency, civil

enum class AnswerOutcome {
  complied,
  partly,
  refused,
  nothing_held,
  taken_back,  // by who had asked
};
std::string_view outcome_name(AnswerOutcome outcome);

// Were those whom it is about told of it?
enum class AnswerNotice { yes, no, forbidden };
std::string_view notice_name(AnswerNotice notice);

struct Authority {
  Country country;
  std::string name;  // of an office or a court, never of a person
};

struct RequestDraft {
  Authority from;
  RequestType type;
  CivilDate received_on;
  int64_t accounts = 0;         // named in it
  std::string document_sha256;  // 64 hex digits, lower case
  std::optional<CivilDate> sealed_until;
};

struct AnswerDraft {
  AnswerOutcome outcome;
  CivilDate answered_on;
  int64_t accounts_produced = 0;       // for how many of the accounts data were given
  std::optional<Authority> recipient;  // to whom: when any were given
  AnswerNotice notice = AnswerNotice::no;
  bool challenged = false;      // before a court or the authority itself
  std::string document_sha256;  // of the answer; "" for none
};

// The day of a sealed request and of its answers is moved: later, because a court says so, or to
// today, because the gag was lifted.
struct GagDraft {
  CivilDate until;
  std::string document_sha256;  // of what moves it
};
Result<GagDraft> gag_in(const json::object& fields);  // "until", "document_sha256": as below
json::object fields_of(const GagDraft& draft);
// Reasons: bad_document_hash, seal_is_over (a day that has passed), sealed_too_long.
Result<void> check_gag(const GagDraft& draft, const CivilDate& today);

// Fields as above, flat: "country", "authority"; "recipient_country", "recipient_authority".
// Reasons: bad_field, unknown_country, bad_type, bad_outcome, bad_notice, bad_date.
Result<RequestDraft> request_in(const json::object& fields);
Result<AnswerDraft> answer_in(const json::object& fields);
json::object fields_of(const RequestDraft& draft);
json::object fields_of(const AnswerDraft& draft);

// What can be told from the draft alone. Reasons: authority_empty, authority_too_long,
// authority_names_somebody, bad_document_hash, bad_accounts; for an answer also more_than_named,
// not_for_data, nothing_produced, recipient_needed, recipient_not_meant, answered_before_received.
Result<void> check_request(const RequestDraft& draft);
Result<void> check_answer(const AnswerDraft& draft, const RequestDraft& request);
// And what depends on the day. Reasons: date_to_come, seal_is_over, sealed_too_long.
Result<void> check_request_day(const RequestDraft& draft, const CivilDate& today);
Result<void> check_answer_day(const AnswerDraft& draft, const CivilDate& today);

struct LoggedRequest {
  RequestId id;
  std::string at;  // approved, UTC: "2026-11-26T10:00:00Z"
  RequestDraft said;
};
struct LoggedAnswer {
  RequestId request;
  std::string at;
  AnswerDraft said;
};
std::string request_line(const LoggedRequest& request);
std::string answer_line(const LoggedAnswer& answer);
// invalid: not such a line, or one that check_request(), check_answer() would not have let in.
Result<LoggedRequest> parse_request_line(const json::object& line);
Result<LoggedAnswer> parse_answer_line(const json::object& line);

// ledger/sealed.h's form, which also tells what is sealed and in which half of a year it was
// received, so that it can be counted: {…, "what":"request","half":"2026-H2"}.
std::string sealed_line(const TreeHash& commit, const CivilDate& opens_on, std::string_view what,
                        std::string_view half);

CivilDate date_of(int64_t time_ms);         // UTC
std::string half_of(const CivilDate& day);  // "2026-H2": July to December
// "2026-H2" and its like; invalid, "bad_half".
Result<std::string> parse_half(std::string_view text);

}  // namespace soleil
