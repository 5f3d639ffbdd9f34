#include "net/http.h"

#include <doctest/doctest.h>

#include "base/http_date.h"
#include "net/response_writer.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

TEST_CASE("every error code has its status") {
  const auto status = [](Code code, const char* reason = "r") {
    return error_response({code, reason, "w"}).status;
  };
  CHECK(status(Code::not_found) == 404);
  CHECK(status(Code::invalid) == 400);
  CHECK(status(Code::denied) == 403);
  CHECK(status(Code::conflict) == 409);
  CHECK(status(Code::too_large) == 413);
  CHECK(status(Code::overloaded) == 503);
  CHECK(status(Code::unavailable) == 503);
  CHECK(status(Code::unavailable, "disk_full") == 507);
  CHECK(status(Code::corrupt) == 500);
  CHECK(status(Code::cancelled) == 503);
  const auto busy = error_response({Code::overloaded, "busy", "Say \"please\"."});
  CHECK(busy.headers.find("Retry-After"));
  CHECK(std::get<TextBody>(busy.body).bytes ==
        R"({"error":{"code":"overloaded","reason":"busy","message":"Say \"please\"."}})");
}

TEST_CASE("headers compare without case and can't be split") {
  Headers headers;
  headers.set("Content-Type", "a");
  headers.set("content-type", "b");
  headers.add("Set-Cookie", "x=1");
  headers.add("Set-Cookie", "y=2");
  CHECK(headers.get("CONTENT-TYPE") == "b");
  CHECK(headers.size() == 3);
  headers.set("Location", "/a\r\nSet-Cookie: evil=1");
  CHECK(headers.get("Location") == "/a  Set-Cookie: evil=1");
}

TEST_CASE("query values and cookies") {
  Request request;
  request.query = "a=1&b=x%20y+z&a=2&empty=&bare&bad=%ff&%63=d";
  CHECK(request.query_value("a") == "1");
  CHECK(request.query_value("b") == "x y z");
  CHECK(request.query_value("empty") == "");
  CHECK(request.query_value("bare") == "");
  CHECK(request.query_value("c") == "d");
  CHECK_FALSE(request.query_value("bad"));
  CHECK_FALSE(request.query_value("none"));
  request.headers.add("Cookie", "session=s=1; viewer=v;x=");
  CHECK(request.cookie("session") == "s=1");
  CHECK(request.cookie("viewer") == "v");
  CHECK(request.cookie("x") == "");
  CHECK_FALSE(request.cookie("view"));
}

TEST_CASE("the head of a response") {
  CHECK(http_date(784'111'777'000) == "Sun, 06 Nov 1994 08:49:37 GMT");
  std::string out;
  append_head(out, Response::text(200, "abc", "text/plain"), {}, "D");
  CHECK(out ==
        "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n");
  out.clear();
  append_head(out, Response::empty(204), {.close = true}, "D");
  CHECK(out == "HTTP/1.1 204 No Content\r\nDate: D\r\nConnection: close\r\n\r\n");
}

TEST_SUITE_END();
