#include "residency/access_body.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "model/country.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_access() {
  return fail(Code::invalid, "bad_access", "This is not the body of an access.");
}

Result<std::vector<std::string>> texts_of(const json::object& object, std::string_view name) {
  const auto* list = object.if_contains(name);
  if (!list || !list->is_array()) return bad_access();
  std::vector<std::string> out;
  for (const json::value& value : list->get_array()) {
    if (!value.is_string()) return bad_access();
    out.emplace_back(value.get_string());
  }
  return out;
}

Result<std::vector<DataClass>> scope_of(const json::object& object) {
  std::vector<DataClass> out;
  for (const std::string& name : SOLEIL_TRY(texts_of(object, "scope"))) {
    const auto data = parse_class(name);
    if (!data) return bad_access();
    out.push_back(*data);
  }
  return out;
}

}  // namespace

std::string staff_hash(const Salt& salt, AccountId staff) {
  return hex_encode(sha256("soleil/staff/1" + std::string(bytes_of(salt)) + staff.text()))
      .substr(0, 16);
}

std::string encode_access(const AccessBody& body) {
  json::array scope, approved_by;
  for (const DataClass data : body.scope) scope.emplace_back(std::string(class_name(data)));
  for (const std::string& staff : body.approved_by) approved_by.emplace_back(staff);
  return json::serialize(json::object{{"version", 1},
                                      {"reason", body.reason},
                                      {"case", body.case_ref},
                                      {"role", body.role},
                                      {"country", body.country},
                                      {"scope", std::move(scope)},
                                      {"asked_by", body.asked_by},
                                      {"approved_by", std::move(approved_by)},
                                      {"asked_ms", body.asked_ms},
                                      {"approved_ms", body.approved_ms},
                                      {"expires_ms", body.expires_ms}});
}

Result<AccessBody> decode_access(std::string_view text) {
  const auto object = parse_json_object(text);
  if (!object) return bad_access();
  AccessBody out;
  out.country = SOLEIL_TRY(string_field(*object, "country"));
  if (!Country::parse(out.country)) return bad_access();
  out.reason = SOLEIL_TRY(string_field(*object, "reason"));
  out.case_ref = SOLEIL_TRY(string_field(*object, "case"));
  out.role = SOLEIL_TRY(string_field(*object, "role"));
  out.scope = SOLEIL_TRY(scope_of(*object));
  out.asked_by = SOLEIL_TRY(string_field(*object, "asked_by"));
  out.approved_by = SOLEIL_TRY(texts_of(*object, "approved_by"));
  out.asked_ms = SOLEIL_TRY(int_field(*object, "asked_ms"));
  out.approved_ms = SOLEIL_TRY(int_field(*object, "approved_ms"));
  out.expires_ms = SOLEIL_TRY(int_field(*object, "expires_ms"));
  return out;
}

Result<void> check_access(const AccessBody& body, int64_t now_ms) {
  const auto& by = body.approved_by;
  if (by.size() != 2 || by[0] == by[1] || std::ranges::find(by, body.asked_by) != by.end())
    return fail(Code::denied, "two_approvers_needed",
                "Two people who did not ask for this access must approve it.");
  if (body.approved_ms - body.asked_ms > kApprovalMsMax || body.approved_ms < body.asked_ms ||
      body.expires_ms - body.approved_ms > kAccessMsMax)
    return fail(Code::denied, "access_too_long",
                "An access is approved within 12 hours and lasts 8 hours at most.");
  if (now_ms >= body.expires_ms || now_ms + kAccessClockMs < body.approved_ms)
    return fail(Code::denied, "access_over", "This access is over. Ask again.");
  return {};
}

}  // namespace soleil
