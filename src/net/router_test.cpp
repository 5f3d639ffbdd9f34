#include "net/router.h"

#include <doctest/doctest.h>

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {

Route route(Method method, std::string pattern) {
  return {method, std::move(pattern), [](const Request&) { return Response::empty(204); }};
}

Router sample() {
  std::vector<Route> routes;
  for (const char* pattern : {"/", "/videos", "/videos/{id}", "/videos/mine", "/videos/{id}/likes",
                              "/media/{key}/{rest*}", "/web/{rest*}", "/videos/{id}/parts/{n}"})
    routes.push_back(route(Method::get, pattern));
  routes.push_back(route(Method::del, "/videos/{id}"));
  routes.push_back(route(Method::post, "/videos/mine"));
  auto router = Router::build(std::move(routes));
  REQUIRE(router);
  return std::move(*router);
}

std::string shown(const Router& router, std::string_view path, Method method = Method::get) {
  std::vector<std::string> parameters;
  const auto match = router.match(method, path, parameters);
  if (!match.route) return match.allow.empty() ? "404" : "405 " + match.allow;
  std::string out = match.route->pattern;
  for (const auto& parameter : parameters) out += " <" + parameter + ">";
  return out;
}

}  // namespace

TEST_CASE("routes: fixed before {name} before {rest*}") {
  const Router router = sample();
  CHECK(shown(router, "/") == "/");
  CHECK(shown(router, "/videos") == "/videos");
  CHECK(shown(router, "/videos/mine") == "/videos/mine");
  CHECK(shown(router, "/videos/abc") == "/videos/{id} <abc>");
  CHECK(shown(router, "/videos/mine/likes") == "/videos/{id}/likes <mine>");
  CHECK(shown(router, "/videos/abc/parts/3") == "/videos/{id}/parts/{n} <abc> <3>");
  CHECK(shown(router, "/media/k/a/b.mp4") == "/media/{key}/{rest*} <k> <a/b.mp4>");
  CHECK(shown(router, "/web/") == "/web/{rest*} <>");
}

TEST_CASE("routes: percent codes never make a segment") {
  const Router router = sample();
  CHECK(shown(router, "/videos/a%2Flikes") == "/videos/{id} <a/likes>");
  CHECK(shown(router, "/vide%6fs/%C3%A9") == "/videos/{id} <é>");
}

TEST_CASE("routes: 404 and 405") {
  const Router router = sample();
  for (const char* path :
       {"/video", "/videos/", "/videos//likes", "/media/k", "/web", "//", "x", ""})
    CHECK_MESSAGE(shown(router, path) == "404", path);
  CHECK(shown(router, "/videos", Method::post) == "405 GET, HEAD, OPTIONS");
  CHECK(shown(router, "/videos/mine", Method::put) == "405 GET, HEAD, POST, DELETE, OPTIONS");
  CHECK(shown(router, "/videos/mine", Method::del) == "/videos/{id} <mine>");
  CHECK(shown(router, "/videos/x", Method::head) == "/videos/{id} <x>");
}

TEST_CASE("routes: what can't be built is refused") {
  const auto refused = [](std::vector<Route> routes) { return !Router::build(std::move(routes)); };
  CHECK(refused({route(Method::get, "videos")}));
  CHECK(refused({route(Method::get, "/{rest*}/x")}));
  CHECK(refused({route(Method::get, "/x"), route(Method::get, "/x")}));
  CHECK(refused({route(Method::get, "/{a}"), route(Method::get, "/{b}")}));
  CHECK(refused({Route{Method::get, "/x"}}));
  CHECK_FALSE(refused({route(Method::get, "/x"), route(Method::post, "/x")}));
}

TEST_SUITE_END();
