#include "api/access_api.h"

#include "api/ledger_api.h"
#include "people/handles.h"

namespace soleil {
namespace {

constexpr size_t kRequestsShown = 100;

std::string handle_of(const AccessApi& parts, uint64_t id) {
  const auto account = parts.api.catalog.find_account(AccountId{id});
  return account ? account->handle : "";
}

// Whom a report is from stays unknown to the staff: the case names the report.
json::object request_json(const AccessApi& parts, const AccessRequest& request, AccountId me) {
  const bool is_report = request.said.case_ref.starts_with("report ");
  const AccessState state = state_of(request, parts.api.clock.now_ms());
  const bool is_waiting = state == AccessState::waiting;
  const bool is_mine = request.asked_by == me, is_first = request.first_by == me;
  const bool is_about_me = request.said.person == viewer_of(me);
  json::object out{{"id", request.id.text()},
                   {"state", json_view(access_state_name(state))},
                   {"reason", request.said.reason},
                   {"case", request.said.case_ref},
                   {"scope", scope_json(request.said.scope)},
                   {"country", request.said.country},
                   {"hours", request.said.hours},
                   {"asked_by", handle_of(parts, request.asked_by.value)},
                   {"role", request.role},
                   {"asked_ms", request.asked_ms},
                   {"approvals", int64_t{request.first_by ? 1 : 0} + (request.approved_ms ? 1 : 0)},
                   {"mine", is_mine},
                   {"may_approve", is_waiting && !is_mine && !is_first && !is_about_me}};
  if (!is_report) out["about"] = handle_of(parts, request.said.person.value);
  if (request.approved_ms) out["expires_ms"] = request.expires_ms();
  return out;
}

Response one(const AccessApi& parts, int status, const AccessRequest& request, AccountId me) {
  return json_answer(status, json::object{{"request", request_json(parts, request, me)}});
}

Result<std::vector<DataClass>> scope_field(const json::object& body) {
  const auto* field = body.if_contains("scope");
  if (!field || !field->is_array())
    return fail(Code::invalid, "bad_field", "\"scope\" must be a list, as [\"reports\"].");
  std::vector<DataClass> out;
  for (const json::value& entry : field->get_array()) {
    const auto data =
        entry.is_string() ? parse_class(std::string(entry.get_string())) : std::nullopt;
    if (!data) return fail(Code::invalid, "bad_field", "\"scope\" names what there is not.");
    out.push_back(*data);
  }
  return out;
}

// A person by handle, or whoever wrote a report, without saying who that is.
Result<void> fill_subject(const AccessApi& parts, const json::object& body, AccessDraft& draft) {
  if (const auto report = SOLEIL_TRY(optional_string_field(body, "report_id"))) {
    const auto id = ReportId::parse(*report);
    if (!id) return fail(Code::not_found, "no_such_report", "There is no such report.");
    draft.person = SOLEIL_TRY(parts.api.people.reports.reporter(*id));
    draft.case_ref = case_of(*id);
    return {};
  }
  const std::string handle = normal_handle(SOLEIL_TRY(string_field(body, "handle")));
  const auto account = parts.api.catalog.find_handle(handle);
  if (!account || is_erased(*account))
    return fail(Code::not_found, "no_such_account", "There is nobody with this handle.");
  draft.person = viewer_of(account->id);
  draft.case_ref = SOLEIL_TRY(string_field(body, "case"));
  return {};
}

Result<Response> ask(const AccessApi& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::moderator));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  AccessDraft draft;
  draft.reason = SOLEIL_TRY(string_field(body, "reason"));
  draft.country = SOLEIL_TRY(string_field(body, "country"));
  draft.scope = SOLEIL_TRY(scope_field(body));
  draft.hours = SOLEIL_TRY(optional_int_field(body, "hours")).value_or(draft.hours);
  SOLEIL_TRY(fill_subject(parts, body, draft));
  return one(parts, 201, SOLEIL_TRY(parts.gate.ask(draft, me.id, me.role)), me.id);
}

Result<Response> list(const AccessApi& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::moderator));
  json::array out;
  for (const AccessRequest& one : SOLEIL_TRY(parts.gate.list(kRequestsShown)))
    out.emplace_back(request_json(parts, one, me.id));
  return json_answer(200, json::object{{"requests", std::move(out)}});
}

Result<AccessRequestId> request_named(const Request& request) {
  if (const auto id = AccessRequestId::parse(parameter(request))) return *id;
  return fail(Code::not_found, "no_such_request", "There is no such request.");
}

Result<Response> approve(const AccessApi& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::moderator));
  const AccessRequestId id = SOLEIL_TRY(request_named(request));
  return one(parts, 200, SOLEIL_TRY(parts.gate.approve(id, me.id)), me.id);
}

Result<Response> deny(const AccessApi& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::moderator));
  const AccessRequestId id = SOLEIL_TRY(request_named(request));
  return one(parts, 200, SOLEIL_TRY(parts.gate.deny(id, me.id)), me.id);
}

Result<Response> read(const AccessApi& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.with_role(request, Role::moderator));
  const AccessRequestId id = SOLEIL_TRY(request_named(request));
  json::array out;
  for (const AccessedText& one : SOLEIL_TRY(parts.gate.read(id, me.id)))
    out.emplace_back(json::object{
        {"class", json_view(class_name(one.data))}, {"text", one.text}, {"at_ms", one.at_ms}});
  return json_answer(200, json::object{{"items", std::move(out)}});
}

}  // namespace

json::array scope_json(const std::vector<DataClass>& scope) {
  json::array out;
  for (const DataClass data : scope) out.emplace_back(json_view(class_name(data)));
  return out;
}

Route access_route(const AccessApi& parts, Method method, std::string pattern,
                   AccessHandler handler) {
  return Route{method,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.api.pool};
}

std::vector<Route> custody_routes(const AccessApi& parts) {
  const std::string all = "/api/v1/admin/access", one = all + "/{request_id}";
  std::vector<Route> out = {access_route(parts, Method::get, all, list),
                            access_route(parts, Method::post, all, ask),
                            access_route(parts, Method::post, one + "/approve", approve),
                            access_route(parts, Method::post, one + "/deny", deny),
                            access_route(parts, Method::get, one + "/data", read)};
  for (auto& more : {touch_routes(parts), ledger_routes(parts.ledger.folder())})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace soleil
