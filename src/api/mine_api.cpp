#include "api/mine_api.h"

#include "api/session_api.h"

namespace soleil {
namespace {

json::object named(const Region& region) {
  return {{"id", region.id}, {"name", region.name}};
}

}  // namespace

Result<Response> MineApi::home(const Request& request) {
  const Account me = SOLEIL_TRY(api_.identify.account(request));
  const Deployment& deployment = api_.gate.deployment();
  const Region& here = api_.gate.here();
  const Belonging belonging = SOLEIL_TRY(takeout_.belonging(me.id));
  json::object out{{"region", named(here)},       {"address", public_url_},
                   {"since_ms", me.created_ms},   {"movable", !deployment.is_single()},
                   {"videos", belonging.videos},  {"likes", belonging.likes},
                   {"follows", belonging.follows}};
  add_backup(out, deployment.by_id(here.backup));
  if (const auto residence = SOLEIL_TRY(takeout_.residence(me.id))) {
    out["country"] = residence->country;
    out["declared_ms"] = residence->declared_ms;
  }
  return json_answer(200, out);
}

// Only what is there: not what the deployment's file promises.
void MineApi::add_backup(json::object& out, const Region* where) {
  const RegionStanding own = standings_.own();
  if (!where || !own.backup || own.backup->trouble == kWithoutDatabase) return;
  if (own.at_ms - own.backup->as_of_ms > kBackupOldMs) return;
  out["backup"] = named(*where);
  out["backup_as_of_ms"] = own.backup->as_of_ms;
}

Result<Response> MineApi::reports(const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api_.identify.viewer(request));
  json::array out;
  for (const ReportAnswer& report : SOLEIL_TRY(takeout_.reports(viewer.id))) {
    json::object entry = report_answer_json(report);
    const VideoPtr video = api_.catalog.find(report.video);
    if (video && is_reachable(*video, viewer.account_id())) entry["title"] = video->title;
    out.emplace_back(std::move(entry));
  }
  return json_answer(200, json::object{{"reports", std::move(out)}});
}

// A stolen session is not enough to carry everything away.
Result<Account> MineApi::sure(const Request& request) {
  const Account me = SOLEIL_TRY(api_.identify.account(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const auto password = SOLEIL_TRY(optional_string_field(body, "password"));
  const Accounts& accounts = api_.people.accounts;
  if (!SOLEIL_TRY(accounts.has_password(me.id)))
    return fail(Code::denied, "no_password",
                "Set a password first: a session alone does not carry everything away.");
  if (!accounts.check_password(me.handle, password.value_or("")))
    return fail(Code::denied, "wrong_password", "The password is wrong. Nothing was copied.");
  return me;
}

Result<json::object> MineApi::copy_of(const Request& request, const Account& me) {
  json::object out{{"server", server_name_},
                   {"address", public_url_},
                   {"region", api_.gate.here().name},
                   {"made_ms", api_.clock.now_ms()}};
  for (auto& field : SOLEIL_TRY(takeout_.rows(me))) out[field.key()] = std::move(field.value());
  const Viewer viewer = SOLEIL_TRY(api_.identify.viewer(request));
  const auto videos = api_.catalog.by_author(me.id, {}, SIZE_MAX);
  out["videos"] = SOLEIL_TRY(api_.videos.many(viewer, videos));
  out["touches"] = SOLEIL_TRY(parse_json(SOLEIL_TRY(touches_.person_file(viewer.id))));
  return out;
}

Result<Response> MineApi::take_out(const Request& request) {
  const Account account = SOLEIL_TRY(api_.identify.account(request));
  const std::string key = address_key(request.peer) + "\n" + account.handle;
  if (const int64_t wait_ms = api_.people.sign_ins.take(key)) return too_many_attempts(wait_ms);
  const Account me = SOLEIL_TRY(sure(request));
  if (const int64_t wait_ms = exports_.take(me.id.text())) return too_many_attempts(wait_ms);
  std::string text = json::serialize(SOLEIL_TRY(copy_of(request, me)));
  text.back() = ',';
  text += "\n\"facts\":" + SOLEIL_TRY(takeout_.facts(viewer_of(me.id))) + "}\n";
  Response response = Response::json(200, std::move(text));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Disposition",
                       "attachment; filename=\"soleil-" + me.handle + ".json\"");
  return response;
}

Route MineApi::route(Method method, std::string pattern, Own handler, Pool& pool) {
  return Route{method,
               std::move(pattern),
               [this, handler](const Request& r) { return answer((this->*handler)(r)); },
               {},
               &pool};
}

std::vector<Route> MineApi::routes() {
  const std::string mine = "/api/v1/me/";
  return {route(Method::get, mine + "home", &MineApi::home, api_.pool),
          route(Method::get, mine + "reports", &MineApi::reports, api_.pool),
          route(Method::post, mine + "export", &MineApi::take_out, pool_)};
}

}  // namespace soleil
