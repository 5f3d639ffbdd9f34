#include "api/recipe_api.h"

#include "api/answer.h"

namespace soleil {
namespace {

json::object recipe_json(const RecipeStanding& standing) {
  json::object out{{"name", standing.name},
                   {"origin", standing.from_file ? "file" : "built_in"},
                   {"since_ms", standing.since_ms}};
  if (standing.running) {
    const Recipe& recipe = standing.running->recipe();
    out["version"] = recipe.version;
    out["hash"] = recipe.hash;
    out["toml"] = recipe.text;
  }
  if (!standing.refused.empty()) {
    out["refused"] = standing.refused;
    out["refused_ms"] = standing.refused_ms;
  }
  return out;
}

Result<Response> published(const RecipeApi& api, const Request&) {
  for (const RecipeStanding& standing : api.recipes.standings()) {
    if (standing.name != kFeedRecipes[0]) continue;
    json::object out = recipe_json(standing);
    out.erase("refused");  // the operator's trouble
    out.erase("refused_ms");
    return json_answer(200, out);
  }
  return fail(Code::not_found, "no_recipe", "There is no recipe.");
}

Result<Response> list(const RecipeApi& api, const Request&) {
  json::array out;
  for (const RecipeStanding& standing : api.recipes.standings())
    out.push_back(recipe_json(standing));
  return json_answer(200, json::object{{"recipes", std::move(out)}});
}

Result<Response> put(const RecipeApi& api, const Request& request) {
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  SOLEIL_TRY(api.recipes.put(parameter(request), SOLEIL_TRY(string_field(body, "toml"))));
  return list(api, request);
}

Result<Response> drop(const RecipeApi& api, const Request& request) {
  SOLEIL_TRY(api.recipes.drop(parameter(request)));
  return no_content();
}

using Answer = Result<Response> (*)(const RecipeApi&, const Request&);

Route route(const RecipeApi& api, Method method, std::string pattern, Answer handler) {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler = [api, handler](const Request& r) { return answer(handler(api, r)); },
          .pool = &api.pool};
}

Route admin_route(const RecipeApi& api, Method method, std::string pattern, Answer handler) {
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

std::vector<Route> recipe_routes(const RecipeApi& api) {
  const std::string all = "/api/v1/admin/recipes";
  return {route(api, Method::get, "/api/v1/feed/recipe", published),
          admin_route(api, Method::get, all, list),
          admin_route(api, Method::post, all + "/{name}", put),
          admin_route(api, Method::del, all + "/{name}", drop)};
}

}  // namespace soleil
