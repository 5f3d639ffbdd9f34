#include "api/ops_api.h"

#include "base/json.h"

namespace soleil {
namespace {

Response ready(const std::vector<ReadinessCheck>& checks) {
  json::object state;
  bool all = true;
  for (const auto& check : checks) {
    const auto result = check.run();
    state[check.name] = result ? "ok" : result.error().what;
    all = all && result.has_value();
  }
  Response response = Response::json(all ? 200 : 503, json::serialize(state));
  if (!all) response.headers.set("Retry-After", "5");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string hello_body(const Hello& hello) {
  return json::serialize(json::object{{"name", hello.name},
                                      {"version", SOLEIL_VERSION},
                                      {"region", hello.region},
                                      {"sign_up", hello.sign_up},
                                      {"languages", {"en", "fr"}},
                                      {"demo", hello.demo},
                                      {"release", hello.release}});
}

}  // namespace

std::vector<Route> ops_routes(const Hello& hello, Metrics& metrics,
                              std::vector<ReadinessCheck> checks, Pool& pool) {
  const auto greet = [body = hello_body(hello)](const Request&) {
    return Response::json(200, body);
  };
  const auto healthy = [](const Request&) { return Response::text(200, "ok\n", "text/plain"); };
  const auto measured = [&metrics](const Request&) {
    return Response::text(200, metrics.render(), "text/plain; version=0.0.4; charset=utf-8");
  };
  const auto is_ready = [checks = std::move(checks)](const Request&) { return ready(checks); };
  return {{.method = Method::get, .pattern = "/api/v1/hello", .handler = greet},
          {.method = Method::get, .pattern = "/healthz", .handler = healthy},
          {.method = Method::get, .pattern = "/readyz", .handler = is_ready, .pool = &pool},
          {.method = Method::get, .pattern = "/metrics", .handler = measured, .pool = &pool}};
}

}  // namespace soleil
