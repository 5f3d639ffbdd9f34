#include "trust/register_entry.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, kRequestTypes> kTypes = {
    "subpoena",      "court_order", "warrant", "interception", "mutual_assistance",
    "other_process", "emergency",   "civil",   "removal",      "preservation"};
constexpr std::array<std::string_view, 5> kOutcomes = {"complied", "partly", "refused",
                                                       "nothing_held", "taken_back"};
constexpr std::array<std::string_view, 3> kNotices = {"yes", "no", "forbidden"};
constexpr size_t kAuthorityMax = 120;  // code points
constexpr size_t kDigitsInARowMax = 5;

template <class Enum, size_t N>
Result<Enum> one_of(const std::array<std::string_view, N>& names, const json::object& fields,
                    std::string_view field, const char* reason) {
  const std::string name = SOLEIL_TRY(string_field(fields, field));
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return static_cast<Enum>(at - names.begin());
  std::string list;
  for (const std::string_view known : names)
    list += (list.empty() ? "" : ", ") + std::string(known);
  return fail(Code::invalid, reason, "\"" + std::string(field) + "\" is one of " + list + ".");
}

Result<Authority> authority_in(const json::object& fields, std::string_view country_field,
                               std::string_view name_field) {
  const std::string code = SOLEIL_TRY(string_field(fields, country_field));
  const std::string name = SOLEIL_TRY(string_field(fields, name_field));
  const auto country = Country::parse(code);
  if (!country)
    return fail(Code::invalid, "unknown_country",
                "'" + code.substr(0, 10) + "' is not a country; write ISO 3166-1 codes, as US.");
  return Authority{*country, std::string(trim(name))};
}

Result<std::optional<CivilDate>> optional_date(const json::object& fields, std::string_view name) {
  const auto text = SOLEIL_TRY(optional_string_field(fields, name));
  if (!text) return std::nullopt;
  return SOLEIL_TRY(parse_date(*text));
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Handles, addresses of mail, account numbers, numbers of cases and of telephones: the name of an
// office has none of them. Names of people can't be told by a rule: that is for the second person.
bool names_somebody(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return true;
  size_t digits = 0;
  for (const char c : text) {
    digits = is_digit(c) ? digits + 1 : 0;
    if (digits > kDigitsInARowMax) return true;
  }
  for (const std::string_view word : split(text, ' '))
    if (AccountId::parse(word) && std::any_of(word.begin(), word.end(), is_digit)) return true;
  return false;
}

Result<void> check_authority(const Authority& authority) {
  if (authority.name.empty())
    return fail(Code::invalid, "authority_empty", "Name the authority or the court.");
  if (!is_utf8(authority.name) ||
      std::any_of(authority.name.begin(), authority.name.end(), is_control))
    return fail(Code::invalid, "authority_not_text", "An authority's name is one line of text.");
  if (utf8_length(authority.name) > kAuthorityMax)
    return fail(
        Code::invalid, "authority_too_long",
        "An authority's name has at most " + std::to_string(kAuthorityMax) + " characters.");
  if (names_somebody(authority.name))
    return fail(Code::invalid, "authority_names_somebody",
                "This will be public for ever: name the office only, without people, accounts, "
                "addresses or case numbers.");
  return {};
}

Result<void> check_hash(std::string_view hash) {
  if (is_hash(hash)) return {};
  return fail(Code::invalid, "bad_document_hash",
              "document_sha256 is the SHA-256 of the document: 64 digits of 0-9a-f.");
}

Result<void> check_seal_length(const CivilDate& until, const CivilDate& today) {
  if (until <= add_days(today, kSealedDaysMax)) return {};
  return fail(
      Code::invalid, "sealed_too_long",
      "A seal lasts at most " + std::to_string(kSealedDaysMax) + " days. It must open one day.");
}

Result<void> check_recipient(const AnswerDraft& a) {
  if (a.accounts_produced > 0 && !a.recipient)
    return fail(Code::invalid, "recipient_needed", "Say which authority was given the data.");
  if (a.accounts_produced == 0 && a.recipient)
    return fail(Code::invalid, "recipient_not_meant",
                "No data were given, so nobody received any: leave out the recipient.");
  return a.recipient ? check_authority(*a.recipient) : Result<void>();
}

Result<void> check_produced(const AnswerDraft& a, const RequestDraft& request) {
  if (a.accounts_produced < 0 || a.accounts_produced > request.accounts)
    return fail(Code::invalid, "more_than_named",
                "The request names " + std::to_string(request.accounts) +
                    " accounts: data can't have been given for more of them.");
  const bool gives = a.outcome == AnswerOutcome::complied || a.outcome == AnswerOutcome::partly;
  if (a.accounts_produced > 0 && (!gives || !asks_for_data(request.type)))
    return fail(Code::invalid, "not_for_data",
                "Data are given only when a request for data is complied with, if in part.");
  if (gives && asks_for_data(request.type) && a.accounts_produced == 0)
    return fail(Code::invalid, "nothing_produced",
                "To comply with a request for data is to give some: say for how many accounts.");
  return {};
}

json::object line_of(std::string_view kind, const std::string& at) {
  return {{"kind", json::string_view(kind.data(), kind.size())}, {"version", 1}, {"at", at}};
}

void add_fields(json::object& line, const json::object& fields) {
  for (const auto& field : fields) line[field.key()] = field.value();
}

Result<RequestId> id_in(const json::object& line, std::string_view name) {
  const auto id = RequestId::parse(SOLEIL_TRY(string_field(line, name)));
  if (id) return *id;
  return fail(Code::invalid, "bad_entry", "The entry has no id of a request.");
}

std::chrono::year_month_day day_of(int64_t time_ms) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time_ms)));
}

Result<void> check_not_to_come(const CivilDate& day, const CivilDate& today) {
  if (day <= add_days(today, 1)) return {};  // a day further on, it is tomorrow already
  return fail(Code::invalid, "date_to_come", date_text(day) + " is still to come.");
}

}  // namespace

std::string_view type_name(RequestType type) {
  return kTypes[static_cast<size_t>(type)];
}

bool is_legal_process(RequestType type) {
  return type <= RequestType::other_process;
}

bool asks_for_data(RequestType type) {
  return type <= RequestType::civil;
}

std::string_view outcome_name(AnswerOutcome outcome) {
  return kOutcomes[static_cast<size_t>(outcome)];
}

std::string_view notice_name(AnswerNotice notice) {
  return kNotices[static_cast<size_t>(notice)];
}

Result<RequestDraft> request_in(const json::object& fields) {
  auto from = SOLEIL_TRY(authority_in(fields, "country", "authority"));
  RequestDraft out{std::move(from), RequestType::subpoena, {}, 0, "", std::nullopt};
  out.type = SOLEIL_TRY(one_of<RequestType>(kTypes, fields, "type", "bad_type"));
  out.received_on = SOLEIL_TRY(parse_date(SOLEIL_TRY(string_field(fields, "received_on"))));
  out.accounts = SOLEIL_TRY(int_field(fields, "accounts"));
  out.document_sha256 = SOLEIL_TRY(string_field(fields, "document_sha256"));
  out.sealed_until = SOLEIL_TRY(optional_date(fields, "sealed_until"));
  return out;
}

Result<AnswerDraft> answer_in(const json::object& fields) {
  AnswerDraft out;
  out.outcome = SOLEIL_TRY(one_of<AnswerOutcome>(kOutcomes, fields, "outcome", "bad_outcome"));
  out.answered_on = SOLEIL_TRY(parse_date(SOLEIL_TRY(string_field(fields, "answered_on"))));
  out.accounts_produced = SOLEIL_TRY(optional_int_field(fields, "accounts_produced")).value_or(0);
  if (fields.contains("recipient_country") || fields.contains("recipient_authority"))
    out.recipient = SOLEIL_TRY(authority_in(fields, "recipient_country", "recipient_authority"));
  out.notice = SOLEIL_TRY(one_of<AnswerNotice>(kNotices, fields, "notice", "bad_notice"));
  out.challenged = SOLEIL_TRY(optional_bool_field(fields, "challenged")).value_or(false);
  out.document_sha256 = SOLEIL_TRY(optional_string_field(fields, "document_sha256")).value_or("");
  return out;
}

Result<GagDraft> gag_in(const json::object& fields) {
  GagDraft out;
  out.until = SOLEIL_TRY(parse_date(SOLEIL_TRY(string_field(fields, "until"))));
  out.document_sha256 = SOLEIL_TRY(string_field(fields, "document_sha256"));
  return out;
}

json::object fields_of(const GagDraft& d) {
  return {{"until", date_text(d.until)}, {"document_sha256", d.document_sha256}};
}

json::object fields_of(const RequestDraft& d) {
  json::object out{{"country", std::string(d.from.country.code())},
                   {"authority", d.from.name},
                   {"type", std::string(type_name(d.type))},
                   {"received_on", date_text(d.received_on)},
                   {"accounts", d.accounts},
                   {"document_sha256", d.document_sha256}};
  if (d.sealed_until) out["sealed_until"] = date_text(*d.sealed_until);
  return out;
}

json::object fields_of(const AnswerDraft& d) {
  json::object out{{"outcome", std::string(outcome_name(d.outcome))},
                   {"answered_on", date_text(d.answered_on)},
                   {"accounts_produced", d.accounts_produced},
                   {"notice", std::string(notice_name(d.notice))},
                   {"challenged", d.challenged}};
  if (d.recipient) {
    out["recipient_country"] = std::string(d.recipient->country.code());
    out["recipient_authority"] = d.recipient->name;
  }
  if (!d.document_sha256.empty()) out["document_sha256"] = d.document_sha256;
  return out;
}

Result<void> check_request(const RequestDraft& d) {
  SOLEIL_TRY(check_authority(d.from));
  SOLEIL_TRY(check_hash(d.document_sha256));
  if (d.accounts >= 0 && d.accounts <= kRequestAccountsMax) return {};
  return fail(
      Code::invalid, "bad_accounts",
      "accounts is how many the request names, 0 to " + std::to_string(kRequestAccountsMax) + ".");
}

Result<void> check_answer(const AnswerDraft& a, const RequestDraft& request) {
  SOLEIL_TRY(check_produced(a, request));
  SOLEIL_TRY(check_recipient(a));
  if (!a.document_sha256.empty()) SOLEIL_TRY(check_hash(a.document_sha256));
  if (a.answered_on >= request.received_on) return {};
  return fail(Code::invalid, "answered_before_received",
              "It was received on " + date_text(request.received_on) +
                  " and can't have been answered before.");
}

Result<void> check_request_day(const RequestDraft& d, const CivilDate& today) {
  SOLEIL_TRY(check_not_to_come(d.received_on, today));
  if (!d.sealed_until) return {};
  if (*d.sealed_until <= today)
    return fail(Code::invalid, "seal_is_over",
                "It may be told since " + date_text(*d.sealed_until) + ": leave out the seal.");
  return check_seal_length(*d.sealed_until, today);
}

Result<void> check_gag(const GagDraft& d, const CivilDate& today) {
  SOLEIL_TRY(check_hash(d.document_sha256));
  if (d.until < today)
    return fail(Code::invalid, "seal_is_over",
                "That day has passed. To lift the gag now, name today: " + date_text(today) + ".");
  return check_seal_length(d.until, today);
}

Result<void> check_answer_day(const AnswerDraft& a, const CivilDate& today) {
  return check_not_to_come(a.answered_on, today);
}

std::string request_line(const LoggedRequest& request) {
  json::object line = line_of("request", request.at);
  line["id"] = request.id.text();
  add_fields(line, fields_of(request.said));
  return json::serialize(line);
}

std::string answer_line(const LoggedAnswer& answer) {
  json::object line = line_of("answer", answer.at);
  line["request"] = answer.request.text();
  add_fields(line, fields_of(answer.said));
  return json::serialize(line);
}

Result<LoggedRequest> parse_request_line(const json::object& line) {
  const RequestId id = SOLEIL_TRY(id_in(line, "id"));
  const std::string at = SOLEIL_TRY(string_field(line, "at"));
  RequestDraft said = SOLEIL_TRY(request_in(line));
  SOLEIL_TRY(check_request(said));
  return LoggedRequest{id, at, std::move(said)};
}

Result<LoggedAnswer> parse_answer_line(const json::object& line) {
  const RequestId id = SOLEIL_TRY(id_in(line, "request"));
  const std::string at = SOLEIL_TRY(string_field(line, "at"));
  AnswerDraft said = SOLEIL_TRY(answer_in(line));
  return LoggedAnswer{id, at, std::move(said)};
}

std::string sealed_line(const TreeHash& commit, const CivilDate& opens_on, std::string_view what,
                        std::string_view half) {
  return padded(json::serialize(json::object{{"kind", "sealed"},
                                             {"version", 1},
                                             {"opens", date_text(opens_on)},
                                             {"commit", base64_of(commit)},
                                             {"what", std::string(what)},
                                             {"half", std::string(half)}}));
}

CivilDate date_of(int64_t time_ms) {
  const auto day = day_of(time_ms);
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::string half_of(const CivilDate& day) {
  return std::to_string(day.year) + (day.month <= 6 ? "-H1" : "-H2");
}

Result<std::string> parse_half(std::string_view text) {
  const bool formed = text.size() == 7 && (text.ends_with("-H1") || text.ends_with("-H2"));
  const auto year = formed ? parse_int(text.substr(0, 4)) : std::nullopt;
  if (year && *year >= 1970 && *year <= 2200) return std::string(text);
  return fail(Code::invalid, "bad_half", "A half of a year is written 2026-H1 or 2026-H2.");
}

}  // namespace soleil
