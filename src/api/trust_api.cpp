#include "api/trust_api.h"

#include "api/answer.h"
#include "api/fediverse_api.h"
#include "base/text.h"
#include "trust/rumour_feed.h"

namespace soleil {
namespace {

// Does the reader ask for French before English?
bool wants_french(const Request& request) {
  for (const std::string_view part : split(request.headers.get("Accept-Language"), ',')) {
    const auto language = trim(part).substr(0, 2);
    if (language == "fr" || language == "en") return language == "fr";
  }
  return false;
}

// Whoever pastes a page's address into a search of the fediverse asks for what is behind it.
Response as_activity(const std::string& place) {
  Response response = Response::empty(302);
  response.headers.set("Location", "/fediverse/" + place);
  response.headers.set("Vary", "Accept");
  return response;
}

Result<Response> show_centre(const TrustApi& api, const Request& request) {
  if (wants_activity(request)) return as_activity("trust");
  const bool french = wants_french(request);
  return api.pages.card(
      {"/trust", french ? "Vérifiez-nous · " + api.site.name : "Check us · " + api.site.name,
       french ? "Ce que ce site affirme, et ce qui le prouve : vérifié par votre propre navigateur."
              : "What this site claims, and what proves it: checked by your own browser."});
}

Result<Response> show_rumour(const TrustApi& api, const Request& request) {
  const auto rumour = api.statements.rumour(parameter(request));
  if (!rumour) return show_centre(api, request);
  if (wants_activity(request)) return as_activity("rumours/" + rumour->id);
  const bool french = wants_french(request);
  const std::string verdict(verdict_words(rumour->verdict, french));
  const std::string& answer = french ? rumour->answer.fr : rumour->answer.en;
  return api.pages.card(
      {"/trust/rumours/" + rumour->id,
       verdict + (french ? " : « " : ": “") + rumour->said + (french ? " »" : "”"),
       std::string(utf8_prefix(answer, 200))});
}

Result<Response> show_feed(const TrustApi& api, const Request& request) {
  const FeedSite site{api.site.name, api.site.public_url, wants_french(request)};
  Response response = Response::text(200, rumour_feed(api.statements.rumours(), site),
                                     "application/atom+xml; charset=utf-8");
  response.headers.set("Vary", "Accept-Language");
  response.headers.set("Cache-Control", "public, max-age=60");
  response.headers.set("Access-Control-Allow-Origin", "*");
  return response;
}

Result<Response> list_claims(const TrustApi& api, const Request& request) {
  SOLEIL_TRY(api.identify.with_role(request, Role::administrator));
  json::array out;
  for (const Claim& claim : api.statements.claims()) out.push_back(claim_json(claim));
  return json_answer(200, json::object{{"claims", std::move(out)}});
}

Result<Response> list_rumours(const TrustApi& api, const Request& request) {
  SOLEIL_TRY(api.identify.with_role(request, Role::administrator));
  json::array out;
  for (const Rumour& rumour : api.statements.rumours()) out.push_back(rumour_json(rumour));
  return json_answer(200, json::object{{"rumours", std::move(out)}});
}

Response logged(uint64_t index) {
  return json_answer(201, json::object{{"log", "policy"}, {"index", index}});
}

Result<Response> claim(const TrustApi& api, const Request& request) {
  SOLEIL_TRY(api.identify.with_role(request, Role::administrator));
  const json::object said = SOLEIL_TRY(parse_json_object(request.body));
  return logged(SOLEIL_TRY(api.statements.claim(SOLEIL_TRY(parse_claim(said)))));
}

Result<Response> answer_rumour(const TrustApi& api, const Request& request) {
  SOLEIL_TRY(api.identify.with_role(request, Role::administrator));
  const json::object said = SOLEIL_TRY(parse_json_object(request.body));
  return logged(SOLEIL_TRY(api.statements.answer(SOLEIL_TRY(parse_rumour(said)))));
}

using Handler = Result<Response> (*)(const TrustApi&, const Request&);

Route route(const TrustApi& api, Method method, std::string pattern, Handler handler) {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler = [&api, handler](const Request& r) { return answer(handler(api, r)); },
          .pool = &api.pool};
}

}  // namespace

std::vector<Route> trust_routes(const TrustApi& api) {
  return {route(api, Method::get, "/trust", show_centre),
          route(api, Method::get, "/trust/rumours/{rumour_id}", show_rumour),
          route(api, Method::get, "/rumours.atom", show_feed),
          route(api, Method::get, "/api/v1/admin/claims", list_claims),
          route(api, Method::post, "/api/v1/admin/claims", claim),
          route(api, Method::get, "/api/v1/admin/rumours", list_rumours),
          route(api, Method::post, "/api/v1/admin/rumours", answer_rumour)};
}

}  // namespace soleil
