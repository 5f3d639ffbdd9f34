#include "api/session_api.h"

#include "base/text.h"
#include "people/device_words.h"
#include "people/handles.h"

namespace soleil {
namespace {

std::string device_of(const Request& request) {
  return device_words(request.headers.get("User-Agent"));
}

Result<Response> get_session(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  Response response = json_answer(200, SOLEIL_TRY(session_json(parts, viewer)));
  const auto token = request.cookie(kSessionCookie);
  if (viewer.session && viewer.session->kind == SessionKind::browser && token)
    response.headers.add("Set-Cookie",
                         parts.identify.session_cookie(*token, parts.people.limits.session_ms));
  else if (viewer.new_guest)
    response.headers.add("Set-Cookie",
                         parts.identify.guest_cookie(viewer.id, parts.people.limits.guest_ms));
  return response;
}

// How long to wait before the next try of this handle from this address; 0: go on.
int64_t wait_to_sign_in(People& people, const Request& request, std::string_view handle) {
  const std::string address = address_key(request.peer);
  if (const int64_t wait_ms = people.address_sign_ins.take(address)) return wait_ms;
  return people.sign_ins.take(address + "\n" + normal_handle(handle));
}

// "ada@virginia" says where Ada is at home: nobody else knows her password.
Result<void> check_home_of(const Gate& gate, std::string_view handle) {
  const size_t at = handle.rfind('@');
  if (at == std::string_view::npos || at == 0) return {};
  const Region* const home = gate.deployment().by_id(to_lower_ascii(handle.substr(at + 1)));
  if (!home || home->index == gate.here().index) return {};
  return gate.elsewhere(home->index, Errand::sign_in);
}

Result<Response> sign_in(const ApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.identify.viewer(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const std::string handle = SOLEIL_TRY(string_field(body, "handle"));
  const std::string password = SOLEIL_TRY(string_field(body, "password"));
  SOLEIL_TRY(check_home_of(parts.gate, handle));
  if (const int64_t wait_ms = wait_to_sign_in(parts.people, request, handle))
    return too_many_attempts(wait_ms);
  const Account account = SOLEIL_TRY(parts.people.accounts.check_password(handle, password));
  return sign_in_answer(parts, request, account, 200);
}

Result<Response> use_link(const ApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.identify.viewer(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const std::string token = SOLEIL_TRY(string_field(body, "token"));
  if (const int64_t wait_ms = parts.people.address_sign_ins.take(address_key(request.peer)))
    return too_many_attempts(wait_ms);
  const Account account = SOLEIL_TRY(parts.people.accounts.use_link(token));
  return sign_in_answer(parts, request, account, 200);
}

Result<Response> sign_out(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  if (viewer.session)
    SOLEIL_TRY(parts.people.sessions.revoke(viewer.account->id, viewer.session->id));
  Response response = no_content();
  response.headers.add("Set-Cookie", parts.identify.session_cookie("", 0));
  return response;
}

Result<Response> list_sessions(const ApiParts& parts, const Request& request) {
  const Viewer me = SOLEIL_TRY(parts.identify.person(request));
  json::array out;
  for (const Session& session : SOLEIL_TRY(parts.people.sessions.list(me.account->id)))
    out.emplace_back(json::object{{"id", session.id.text()},
                                  {"device", session.device},
                                  {"created_ms", session.created_ms},
                                  {"seen_ms", session.seen_ms},
                                  {"current", session.id == me.session->id}});
  return json_answer(200, json::object{{"sessions", std::move(out)}});
}

Result<Response> revoke_session(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto id = SessionId::parse(parameter(request));
  if (!id) return fail(Code::not_found, "no_such_session", "There is no such session.");
  SOLEIL_TRY(parts.people.sessions.revoke(me.id, *id));
  return no_content();
}

}  // namespace

Result<json::object> session_json(const ApiParts& parts, const Viewer& viewer) {
  json::object out{{"viewer_id", viewer.id.text()}, {"csrf", viewer.csrf}};
  if (!viewer.account) return out;
  const Account& a = *viewer.account;
  const bool has_password = SOLEIL_TRY(parts.people.accounts.has_password(a.id));
  const Region* const home = parts.gate.deployment().by_index(a.id.home());
  json::array duties;
  if (SOLEIL_TRY(parts.people.duties.has(a.id, Duty::legal)))
    duties.push_back(json_view(duty_name(Duty::legal)));
  out["account"] = json::object{{"id", a.id.text()},
                                {"handle", a.handle},
                                {"display_name", a.display_name},
                                {"bio", a.bio},
                                {"language", a.language},
                                {"role", json_view(role_name(a.role))},
                                {"duties", std::move(duties)},
                                {"has_password", has_password},
                                {"home", home ? home->name : std::to_string(a.id.home())}};
  return out;
}

Response too_many_attempts(int64_t wait_ms) {
  Response response = error_response(
      {Code::overloaded, "too_many_attempts", "That was too often. Wait a little and try again."});
  response.headers.set("Retry-After", std::to_string((wait_ms + 999) / 1000));
  return response;
}

Result<Response> sign_in_answer(const ApiParts& parts, const Request& request,
                                const Account& account, int status) {
  OpenedSession opened =
      SOLEIL_TRY(parts.people.sessions.open(account.id, SessionKind::browser, device_of(request)));
  Viewer viewer;
  viewer.id = viewer_of(account.id);
  viewer.account = account;
  viewer.csrf = opened.session.csrf;
  viewer.session = opened.session;
  Response response = json_answer(status, SOLEIL_TRY(session_json(parts, viewer)));
  response.headers.add("Set-Cookie",
                       parts.identify.session_cookie(opened.token, parts.people.limits.session_ms));
  return response;
}

std::vector<Route> session_routes(const ApiParts& parts) {
  return {
      parts_route(parts, Method::get, "/api/v1/session", get_session),
      password_route(parts, Method::post, "/api/v1/session", sign_in),
      parts_route(parts, Method::del, "/api/v1/session", sign_out),
      parts_route(parts, Method::post, "/api/v1/session/link", use_link),
      parts_route(parts, Method::get, "/api/v1/sessions", list_sessions),
      parts_route(parts, Method::del, "/api/v1/sessions/{session_id}", revoke_session),
  };
}

}  // namespace soleil
