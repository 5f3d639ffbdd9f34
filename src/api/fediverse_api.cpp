#include "api/fediverse_api.h"

#include <algorithm>
#include <array>

#include "api/answer.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr const char* kJrd = "application/jrd+json";

Response public_json(int status, const json::object& body, std::string_view type) {
  Response response = Response::text(status, json::serialize(body), type);
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Cache-Control", "public, max-age=60");
  response.headers.set("Vary", "Accept");
  return response;
}

Response activity(const json::object& body, int status = 200) {
  return public_json(status, body, kActivityType);
}

Response redirect(const std::string& to) {
  Response response = Response::empty(302);
  response.headers.set("Location", to);
  response.headers.set("Vary", "Accept");
  return response;
}

tl::unexpected<Error> no_account() {
  return fail(Code::not_found, "no_account", "This site has no account that can be followed.");
}

Result<Response> webfinger(const FediverseApi& api, const Request& request) {
  const auto resource = request.query_value("resource");
  if (!resource)
    return fail(Code::invalid, "no_resource", "Ask for ?resource=acct:trust@… (RFC 7033).");
  json::object found = webfinger_json(api.account->actor(), *resource);
  if (found.empty()) return no_account();
  return public_json(200, found, kJrd);
}

Result<Response> show_actor(const FediverseApi& api, const Request& request) {
  if (!wants_activity(request)) return redirect("/trust");
  return activity(actor_json(api.account->actor()));
}

Result<Response> show_outbox(const FediverseApi& api, const Request& request) {
  const int64_t page = parse_int(request.query_value("page").value_or("0")).value_or(-1);
  if (page < 0 || page > 1'000'000)
    return fail(Code::invalid, "bad_page", "\"page\" is a number from 1.");
  return activity(
      outbox_json(api.account->actor(), api.statements.rumours(), static_cast<size_t>(page)));
}

Result<Response> show_followers(const FediverseApi& api, const Request&) {
  return activity(followers_json(api.account->actor(), SOLEIL_TRY(api.account->followers())));
}

Result<Response> show_note(const FediverseApi& api, const Request& request) {
  const auto rumour = api.statements.rumour(parameter(request));
  if (!rumour) return fail(Code::not_found, "no_rumour", "There is no such rumour.");
  if (!wants_activity(request)) return redirect("/trust/rumours/" + rumour->id);
  return activity(with_context(note_json(api.account->actor(), *rumour)),
                  rumour->withdrawn ? 410 : 200);
}

// 401 for what a better signature would mend.
Response inbox_refusal(const Error& error) {
  constexpr std::array<std::string_view, 7> kOfSignature = {
      "not_signed", "bad_signature_header", "not_covered",  "other_host",
      "too_old",    "bad_digest",           "bad_signature"};
  const bool is_signature =
      std::find(kOfSignature.begin(), kOfSignature.end(), error.reason) != kOfSignature.end();
  return is_signature ? refusal(401, error) : error_response(error);
}

Result<Response> take_activity(const FediverseApi& api, const Request& request) {
  const SignedRequest posted{"POST", request.target,
                             [&](std::string_view name) -> std::optional<std::string> {
                               const auto value = request.headers.find(name);
                               if (!value) return std::nullopt;
                               return std::string(*value);
                             },
                             request.body};
  if (const auto taken = api.account->take(posted); !taken) return inbox_refusal(taken.error());
  return Response::empty(202);
}

Result<Response> show_account(const FediverseApi& api, const Request&) {
  if (!api.account) return json_answer(200, json::object{{"on", false}, {"reason", api.why_not}});
  return json_answer(200, json::object{{"on", true},
                                       {"handle", api.account->actor().handle()},
                                       {"address", api.account->actor().id()},
                                       {"followers", SOLEIL_TRY(api.account->followers())}});
}

using FediverseHandler = Result<Response> (*)(const FediverseApi&, const Request&);

Route route(const FediverseApi& api, Method method, std::string pattern, FediverseHandler handler) {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler =
              [&api, handler](const Request& request) {
                return answer(api.account ? handler(api, request) : no_account());
              },
          .pool = &api.pool};
}

}  // namespace

bool wants_activity(const Request& request) {
  const std::string_view accept = request.headers.get("Accept");
  return accept.find("application/activity+json") != accept.npos ||
         accept.find("application/ld+json") != accept.npos;
}

std::vector<Route> fediverse_routes(const FediverseApi& api) {
  Route inbox = route(api, Method::post, "/fediverse/trust/inbox", take_activity);
  inbox.pool = &api.inbox_pool;
  inbox.body_bytes_max = api.limits.body_bytes_max;
  Route account{.method = Method::get,
                .pattern = "/api/v1/trust/account",
                .handler = [&api](const Request& r) { return answer(show_account(api, r)); },
                .pool = &api.pool};
  return {route(api, Method::get, "/.well-known/webfinger", webfinger),
          route(api, Method::get, "/fediverse/trust", show_actor),
          route(api, Method::get, "/fediverse/trust/outbox", show_outbox),
          route(api, Method::get, "/fediverse/trust/followers", show_followers),
          route(api, Method::get, "/fediverse/rumours/{rumour_id}", show_note),
          std::move(inbox),
          std::move(account)};
}

}  // namespace soleil
