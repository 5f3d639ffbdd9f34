#include "api/exchange_api.h"

#include "base/text.h"
#include "residency/region_pass.h"

namespace soleil {
namespace {

Result<Response> lessons(const ExchangeApi& parts, const Request& request) {
  if (!parts.exchange)
    return fail(Code::denied, "not_a_region", "Only another region's server may ask this.");
  SOLEIL_TRY(check_region_pass(parts.api.gate.deployment(), request.headers.get("Authorization"),
                               {method_name(request.method), request.target, request.body},
                               parts.api.clock.now_ms()));
  const auto after = parse_int(request.query_value("after").value_or(""));
  if (!after || *after < 0)
    return fail(Code::invalid, "bad_after", "\"after\" must be the number of a release, or 0.");
  Response response = Response::json(200, SOLEIL_TRY(parts.exchange->page(*after)));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

json::object terms_json(const ExchangeTerms& terms) {
  const ExchangeNoise noise = noise_of(terms);
  return {{"persons_min", terms.persons_min},
          {"videos_per_person", terms.videos_per_person},
          {"epsilon", terms.epsilon},
          {"delta", terms.delta},
          {"every_ms", terms.every_ms},
          {"budget_ms", terms.budget_ms},
          {"noise_persons", noise.persons},
          {"persons_told_min", static_cast<double>(terms.persons_min) + noise.margin}};
}

Result<Response> show(const ExchangeApi& parts, const Request&) {
  if (!parts.exchange) return json_answer(200, json::object{{"on", false}});
  const Exchange& exchange = *parts.exchange;
  const ExchangeState state = exchange.state();
  json::object out{{"on", true},
                   {"region", parts.api.gate.here().id},
                   {"terms", terms_json(exchange.terms())},
                   {"epsilon_spent", exchange.epsilon_spent()},
                   {"next_ms", state.since_ms + exchange.terms().every_ms}};
  if (state.number)
    out["told"] =
        json::object{{"number", state.number}, {"at_ms", state.since_ms}, {"videos", state.videos}};
  json::array heard;
  for (const auto& [region, of] : state.heard)
    if (of.number)
      heard.push_back(json::object{
          {"region", region}, {"number", of.number}, {"at_ms", of.at_ms}, {"videos", of.videos}});
  out["heard"] = std::move(heard);
  return json_answer(200, out);
}

using OwnHandler = Result<Response> (*)(const ExchangeApi&, const Request&);

Route route(const ExchangeApi& parts, std::string pattern, OwnHandler handler) {
  return Route{Method::get,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.api.pool};
}

}  // namespace

std::vector<Route> exchange_routes(const ExchangeApi& parts) {
  return {route(parts, "/api/v1/regions/lessons", lessons), route(parts, "/api/v1/exchange", show)};
}

}  // namespace soleil
