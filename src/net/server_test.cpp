#include "net/server.h"

#include <doctest/doctest.h>

#include "net/client.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

TEST_CASE("hello over a real socket, immediate and from a pool") {
  SystemClock clock;
  Log log(clock, Level::error);
  Metrics metrics;
  Pool pool("api", 1, 8);
  std::vector<Route> routes;
  const auto echo = [](const Request& r) {
    return Response::json(200, "\"" + r.parameters[0] + " " + r.body + "\"");
  };
  routes.push_back({Method::get, "/hello/{name}", echo});
  routes.push_back({Method::post, "/pool/{name}", echo, {}, &pool});
  auto server = HttpServer::start("127.0.0.1", 0, std::move(routes), {}, {}, log, metrics);
  REQUIRE(server);
  const std::string base = "http://127.0.0.1:" + std::to_string((*server)->port());
  auto client = HttpClient::open(base, 2000);
  REQUIRE(client);
  for (int i = 0; i < 3; ++i) {
    const auto hello = (*client)->send({Method::get, "/hello/a%20b"});
    REQUIRE(hello);
    CHECK(hello->status == 200);
    CHECK(hello->body == "\"a b \"");
    const auto posted = (*client)->send({Method::post, "/pool/x", {}, "body"});
    REQUIRE(posted);
    CHECK(posted->body == "\"x body\"");
  }
  const auto nothing = (*client)->send({Method::get, "/nothing"});
  REQUIRE(nothing);
  CHECK(nothing->status == 404);
  const auto wrong = (*client)->send({Method::del, "/pool/x"});
  REQUIRE(wrong);
  CHECK(wrong->status == 405);
  CHECK(wrong->headers.get("Allow") == "POST, OPTIONS");
  (*server)->stop(1000);
  CHECK(metrics.render().find("soleil_http_requests_total{method=\"GET\",code=\"200\"} 3") !=
        std::string::npos);
}

TEST_SUITE_END();
