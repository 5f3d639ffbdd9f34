#include "trust/statement.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "residency/civil_time.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 3> kChecks = {"no_disclosure", "not_offered", "home"};
constexpr std::array<std::string_view, 4> kVerdicts = {"false", "true", "partly", "open"};
constexpr std::array<std::string_view, 4> kLogs = {"access", "legal", "policy", "release"};

tl::unexpected<Error> invalid(const char* reason, std::string what) {
  return fail(Code::invalid, reason, std::move(what));
}

Result<size_t> one_of(std::span<const std::string_view> names, const std::string& name,
                      const char* reason) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  std::string all;
  for (const std::string_view one : names) all += (all.empty() ? "" : ", ") + std::string(one);
  return invalid(reason, "'" + name.substr(0, 40) + "' is none of: " + all + ".");
}

Result<std::string> text_of(const json::object& said, std::string_view name, size_t length_max) {
  std::string text = SOLEIL_TRY(string_field(said, name));
  const std::string_view whole = trim(text);
  const bool has_control = std::any_of(whole.begin(), whole.end(), [](char c) {
    return static_cast<uint8_t>(c) < 0x20 && c != '\n';
  });
  if (whole.empty() || has_control || !is_utf8(whole))
    return invalid("bad_field", "\"" + std::string(name) + "\" must be some text.");
  if (utf8_length(whole) > length_max)
    return invalid("too_long", "\"" + std::string(name) + "\" may have " +
                                   std::to_string(length_max) + " characters.");
  return std::string(whole);
}

Result<std::string> id_of(const json::object& said) {
  std::string id = SOLEIL_TRY(string_field(said, "id"));
  const bool is_slug = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (id.empty() || id.size() > kStatementIdMax || !is_slug)
    return invalid("bad_id", "An id is made of a to z, 0 to 9 and '-', at most 60.");
  return id;
}

Result<Said> said_of(const json::object& said, std::string_view name, size_t length_max) {
  const auto* both = said.if_contains(name);
  if (!both || !both->is_object())
    return invalid("bad_field", "\"" + std::string(name) + "\" must be {\"en\": …, \"fr\": …}.");
  return Said{SOLEIL_TRY(text_of(both->get_object(), "en", length_max)),
              SOLEIL_TRY(text_of(both->get_object(), "fr", length_max))};
}

json::object said_json(const Said& said) {
  return {{"en", said.en}, {"fr", said.fr}};
}

Result<std::string> day_of(const json::object& said, std::string_view name) {
  const auto text = SOLEIL_TRY(optional_string_field(said, name));
  if (!text || text->empty()) return std::string();
  return date_text(SOLEIL_TRY(parse_date(*text)));
}

// Where somebody may be sent: the web, or a page of this site.
Result<std::string> address_of(const json::object& said, std::string_view name) {
  const std::string url = SOLEIL_TRY(optional_string_field(said, name)).value_or("");
  const bool is_address = url.empty() || url.starts_with("https://") ||
                          url.starts_with("http://") ||
                          (url.starts_with('/') && !url.starts_with("//"));
  const bool is_plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c != '"' && c != '<'; });
  if (!is_address || !is_plain || url.size() > kAddressMax)
    return invalid("bad_address", "\"" + std::string(name) + "\" must be an http address.");
  return url;
}

Result<Evidence> evidence_of(const json::value& entry) {
  if (!entry.is_object()) return invalid("bad_field", "Evidence is a list of objects.");
  const json::object& said = entry.get_object();
  Evidence out;
  out.what = SOLEIL_TRY(said_of(said, "what", kSentenceMax));
  out.url = SOLEIL_TRY(address_of(said, "url"));
  if (!out.url.empty()) return out;
  out.log = kLogs[SOLEIL_TRY(one_of(kLogs, SOLEIL_TRY(string_field(said, "log")), "bad_log"))];
  out.index = SOLEIL_TRY(int_field(said, "index"));
  if (out.index < 0) return invalid("bad_field", "\"index\" is an entry's number.");
  return out;
}

Result<void> check_claim(const Claim& claim) {
  if (claim.check == ClaimCheck::not_offered && !claim.country)
    return invalid("needs_country", "Say in which country the site is not offered.");
  if (claim.check == ClaimCheck::home && !claim.said)
    return invalid("needs_words", "This claim has no words of its own: say it, in both languages.");
  if (!claim.until.empty() && claim.until < claim.from)
    return invalid("bad_range", "It would end before it begins.");
  return {};
}

}  // namespace

Result<Claim> parse_claim(const json::object& said) {
  Claim out;
  out.id = SOLEIL_TRY(id_of(said));
  const std::string check = SOLEIL_TRY(string_field(said, "check"));
  out.check = static_cast<ClaimCheck>(SOLEIL_TRY(one_of(kChecks, check, "bad_check")));
  if (said.contains("said")) out.said = SOLEIL_TRY(said_of(said, "said", kSentenceMax));
  if (const auto code = SOLEIL_TRY(optional_string_field(said, "country"))) {
    out.country = Country::parse(*code);
    if (!out.country)
      return invalid("unknown_country",
                     "'" + code->substr(0, 10) + "' is not a country; write ISO 3166-1, as US.");
  }
  out.from = SOLEIL_TRY(day_of(said, "from"));
  out.until = SOLEIL_TRY(day_of(said, "until"));
  out.withdrawn = SOLEIL_TRY(optional_bool_field(said, "withdrawn")).value_or(false);
  out.at = SOLEIL_TRY(optional_string_field(said, "at")).value_or("");
  SOLEIL_TRY(check_claim(out));
  return out;
}

Result<Rumour> parse_rumour(const json::object& said) {
  Rumour out;
  out.id = SOLEIL_TRY(id_of(said));
  out.said = SOLEIL_TRY(text_of(said, "said", kSentenceMax));
  out.where = SOLEIL_TRY(address_of(said, "where"));
  const std::string verdict = SOLEIL_TRY(string_field(said, "verdict"));
  out.verdict = static_cast<RumourVerdict>(SOLEIL_TRY(one_of(kVerdicts, verdict, "bad_verdict")));
  out.answer = SOLEIL_TRY(said_of(said, "answer", kAnswerMax));
  if (const auto* all = said.if_contains("evidence")) {
    if (!all->is_array() || all->get_array().size() > kEvidenceMax)
      return invalid("bad_field", "\"evidence\" is a list of at most 20.");
    for (const json::value& entry : all->get_array())
      out.evidence.push_back(SOLEIL_TRY(evidence_of(entry)));
  }
  out.withdrawn = SOLEIL_TRY(optional_bool_field(said, "withdrawn")).value_or(false);
  out.revision = SOLEIL_TRY(optional_int_field(said, "revision")).value_or(0);
  out.at = SOLEIL_TRY(optional_string_field(said, "at")).value_or("");
  return out;
}

json::object claim_json(const Claim& claim) {
  const std::string_view check = kChecks[static_cast<size_t>(claim.check)];
  json::object out{{"kind", "claim"},
                   {"version", 1},
                   {"id", claim.id},
                   {"check", json::string_view(check.data(), check.size())}};
  if (claim.said) out["said"] = said_json(*claim.said);
  if (claim.country) out["country"] = std::string(claim.country->code());
  if (!claim.from.empty()) out["from"] = claim.from;
  if (!claim.until.empty()) out["until"] = claim.until;
  if (claim.withdrawn) out["withdrawn"] = true;
  out["at"] = claim.at;
  return out;
}

json::object rumour_json(const Rumour& rumour) {
  json::array evidence;
  for (const Evidence& one : rumour.evidence) {
    json::object said{{"what", said_json(one.what)}};
    if (one.url.empty())
      said["log"] = one.log, said["index"] = one.index;
    else
      said["url"] = one.url;
    evidence.push_back(std::move(said));
  }
  json::object out{{"kind", "rumour"},
                   {"version", 1},
                   {"id", rumour.id},
                   {"revision", rumour.revision},
                   {"said", rumour.said},
                   {"verdict", kVerdicts[static_cast<size_t>(rumour.verdict)].data()},
                   {"answer", said_json(rumour.answer)},
                   {"evidence", std::move(evidence)},
                   {"at", rumour.at}};
  if (!rumour.where.empty()) out["where"] = rumour.where;
  if (rumour.withdrawn) out["withdrawn"] = true;
  return out;
}

}  // namespace soleil
