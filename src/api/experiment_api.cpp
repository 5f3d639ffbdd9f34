#include "api/experiment_api.h"

#include "api/answer.h"
#include "api/experiment_json.h"

namespace soleil {
namespace {

json::object standing_json(const ExperimentApi& api, const ExperimentStanding& standing) {
  json::object out{{"name", standing.name}};
  if (standing.running)
    out = experiment_json(*standing.running, api.book.read(*standing.running), api.clock.now_ms());
  out["toml"] = standing.text;
  if (!standing.refused.empty()) out["refused"] = standing.refused;
  return out;
}

Result<Response> list(const ExperimentApi& api, const Request&) {
  json::array out;
  for (const ExperimentStanding& standing : api.recipes.experiments())
    out.push_back(standing_json(api, standing));
  return json_answer(200, json::object{{"experiments", std::move(out)},
                                       {"exploration", exploration_json(api.book.exploration())},
                                       {"caught_up", api.book.caught_up()}});
}

Result<Response> put(const ExperimentApi& api, const Request& request) {
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  SOLEIL_TRY(
      api.recipes.put_experiment(parameter(request), SOLEIL_TRY(string_field(body, "toml"))));
  return list(api, request);
}

Result<Response> drop(const ExperimentApi& api, const Request& request) {
  SOLEIL_TRY(api.recipes.drop_experiment(parameter(request)));
  return no_content();
}

using Answer = Result<Response> (*)(const ExperimentApi&, const Request&);

Route route(const ExperimentApi& api, Method method, std::string pattern, Answer handler) {
  const auto checked = [api, handler](const Request& request) -> Result<Response> {
    SOLEIL_TRY(api.identify.with_role(request, Role::administrator));
    return handler(api, request);
  };
  return {.method = method,
          .pattern = std::move(pattern),
          .handler = [checked](const Request& request) { return answer(checked(request)); },
          .pool = &api.pool};
}

}  // namespace

std::vector<Route> experiment_routes(const ExperimentApi& api) {
  const std::string all = "/api/v1/admin/experiments";
  return {route(api, Method::get, all, list), route(api, Method::post, all + "/{name}", put),
          route(api, Method::del, all + "/{name}", drop)};
}

}  // namespace soleil
