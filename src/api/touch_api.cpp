#include "api/access_api.h"
#include "base/text.h"

namespace soleil {
namespace {

json::object touch_json(const Touch& touch, const AccessBody& body) {
  json::object out{{"counter", static_cast<int64_t>(touch.disclosure.counter)},
                   {"reason", body.reason},
                   {"case", body.case_ref},
                   {"role", body.role},
                   {"country", body.country},
                   {"scope", scope_json(body.scope)},
                   {"asked_ms", body.asked_ms},
                   {"approved_ms", body.approved_ms},
                   {"expires_ms", body.expires_ms},
                   {"seen", touch.is_seen}};
  if (touch.log_index >= 0) out["log_index"] = touch.log_index;
  return out;
}

json::array alarms_json(const History& history) {
  json::array out;
  for (const HistoryFinding& alarm : history.alarms)
    out.emplace_back(json::object{{"kind", finding_name(alarm.kind)},
                                  {"counter", static_cast<int64_t>(alarm.counter)}});
  return out;
}

Result<Response> list(const AccessApi& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.api.identify.viewer(request));
  const auto touches = SOLEIL_TRY(parts.touches.of(viewer.id));
  // Who has no touch has no key either, perhaps: nothing to look for, and none is made.
  const History history = viewer.account || !touches.empty()
                              ? SOLEIL_TRY(parts.touches.history(viewer.id, touches))
                              : History{};
  json::array out;
  for (const Touch& touch : touches)
    out.emplace_back(touch_json(touch, SOLEIL_TRY(decode_access(touch.disclosure.body))));
  const auto size = static_cast<int64_t>(parts.ledger.published(LogName::access).size);
  return json_answer(
      200, json::object{
               {"touches", std::move(out)}, {"alarms", alarms_json(history)}, {"entries", size}});
}

Result<Response> unseen(const AccessApi& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.api.identify.viewer(request));
  return json_answer(200, json::object{{"unseen", SOLEIL_TRY(parts.touches.unseen(viewer.id))}});
}

Result<Response> seen(const AccessApi& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.api.identify.viewer(request));
  SOLEIL_TRY(parts.touches.seen(viewer.id));
  return no_content();
}

Response download(std::string body, const char* name) {
  Response response = Response::json(200, std::move(body));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"");
  return response;
}

Result<Response> file(const AccessApi& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.api.identify.viewer(request));
  return download(SOLEIL_TRY(parts.touches.person_file(viewer.id)), "soleil-person.json");
}

// The entry as it is in the log, and the proof file: what `soleil-verify proof` takes.
Result<Response> proof(const AccessApi& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.api.identify.viewer(request));
  const auto counter = parse_tree_size(parameter(request));
  if (!counter) return fail(Code::not_found, "no_such_touch", "There is no such access.");
  const Touch touch = SOLEIL_TRY(parts.touches.find(viewer.id, *counter));
  if (touch.log_index < 0)
    return fail(Code::unavailable, "not_published", "This access is on its way into the log.");
  const PersonKey key = SOLEIL_TRY(parts.touches.tag_key(viewer.id));
  const auto index = static_cast<uint64_t>(touch.log_index);
  return download(json::serialize(json::object{
                      {"entry", entry_text(access_entry(key, touch.disclosure, touch.made_ms))},
                      {"proof", SOLEIL_TRY(parts.ledger.prove(LogName::access, index))}}),
                  "soleil-proof.json");
}

}  // namespace

std::vector<Route> touch_routes(const AccessApi& parts) {
  const std::string all = "/api/v1/me/touches";
  return {access_route(parts, Method::get, all, list),
          access_route(parts, Method::get, all + "/unseen", unseen),
          access_route(parts, Method::post, all + "/seen", seen),
          access_route(parts, Method::get, all + "/file", file),
          access_route(parts, Method::get, all + "/{counter}/proof", proof)};
}

}  // namespace soleil
