#include "net/request_parser.h"

#include <doctest/doctest.h>

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {

// "ok <method> <path> <body>", the refusal's "status reason", or "more". The bytes arrive `step` at
// a time.
std::string parsed(std::string_view bytes, size_t step = 100'000) {
  RequestParser parser(2048);
  Request request;
  auto progress = RequestParser::Progress::need_more;
  size_t have = 0;
  while (progress == RequestParser::Progress::need_more && have < bytes.size()) {
    have = std::min(bytes.size(), have + step);
    progress = parser.head(bytes.substr(0, have), request);
  }
  size_t at = parser.used();
  while (progress == RequestParser::Progress::done) {
    progress = parser.body(bytes.substr(at, have - at), request.body);
    at += parser.used();
    if (progress == RequestParser::Progress::done)
      return "ok " + std::string(method_name(request.method)) + " " + request.path + " " +
             request.body;
    if (progress == RequestParser::Progress::refused || have == bytes.size()) break;
    have = std::min(bytes.size(), have + step);
    progress = RequestParser::Progress::done;
  }
  if (progress == RequestParser::Progress::need_more) return "more";
  return std::to_string(parser.refusal().status) + " " + parser.refusal().error.reason;
}

std::string target(std::string_view text) {
  return parsed("GET " + std::string(text) + " HTTP/1.1\r\nHost: t\r\n\r\n");
}

std::string with(std::string_view lines, std::string_view body = "") {
  return parsed("POST / HTTP/1.1\r\nHost: t\r\n" + std::string(lines) + "\r\n\r\n" +
                std::string(body));
}

}  // namespace

TEST_CASE("requests come in whole or byte by byte") {
  const std::string plain = "POST /a?b=c HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nxyz";
  const std::string chunked =
      "PATCH /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4;x=y\r\nwxyz\r\n2\r\nab\r\n0\r\nTrailer: t\r\n\r\n";
  for (const size_t step : {1, 2, 3, 7, 1000}) {
    CHECK(parsed(plain, step) == "ok POST /a xyz");
    CHECK(parsed(chunked, step) == "ok PATCH /a wxyzab");
  }
  CHECK(parsed("\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n", 1) == "ok GET / ");
  CHECK(parsed("GET / HTTP/1.0\r\n\r\n") == "ok GET / ");
  CHECK(parsed(plain.substr(0, 30)) == "more");
  CHECK(parsed(plain.substr(0, plain.size() - 1)) == "more");
  CHECK(parsed("BREW / HTTP/1.1\r\nHost: t\r\n\r\n") == "ok OTHER / ");
}

TEST_CASE("what could be read in two ways is refused (request smuggling)") {
  CHECK(with("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n").starts_with("400 "));
  CHECK(with("Transfer-Encoding: chunked\r\nContent-Length: 3", "0\r\n\r\n").starts_with("400 "));
  CHECK(with("Content-Length: 3\r\nContent-Length: 3", "abc") == "400 ambiguous_length");
  CHECK(with("Content-Length: 3\r\nContent-Length: 4", "abc").starts_with("400 "));
  CHECK(with("Content-Length: 3, 3", "abc") == "400 ambiguous_length");
  CHECK(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked").starts_with("400 "));
  CHECK(with("Transfer-Encoding: xchunked") == "501 bad_transfer_encoding");
  CHECK(with("Transfer-Encoding: chunked, identity") == "501 bad_transfer_encoding");
  CHECK(with("Transfer-Encoding: gzip, chunked") == "501 bad_transfer_encoding");
  CHECK(with("Transfer-Encoding : chunked").starts_with("400 "));
  CHECK(with("X: a\r\n folded: b") == "400 folded_header");
  CHECK(with("X: a\nContent-Length: 3") == "400 bad_line_ending");
  CHECK(with("X: a\r\n\tContent-Length: 3") == "400 folded_header");
  for (const char* length : {"-1", "+3", "3x", "0x3", "", "99999999999999999999", "3 3"})
    CHECK_MESSAGE(with("Content-Length: " + std::string(length)).starts_with("400 "), length);
  CHECK(parsed("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").starts_with("400 "));
  CHECK(parsed("GET / HTTP/1.1\r\n\r\n") == "400 bad_host");
  CHECK(parsed("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == "400 bad_host");
  CHECK(parsed("GET / HTTP/1.1\nHost: t\n\n") == "400 bad_line_ending");
  CHECK(parsed("GET / HTTP/2.0\r\nHost: t\r\n\r\n") == "505 bad_version");
  CHECK(parsed("GET  / HTTP/1.1\r\nHost: t\r\n\r\n").starts_with("400 "));
  CHECK(
      parsed(std::string("GET / HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n", 36)).starts_with("400 "));
}

TEST_CASE("chunks that lie are refused") {
  const auto chunks = [](std::string_view body) {
    return with("Transfer-Encoding: chunked", body);
  };
  CHECK(chunks("3\r\nabcd\r\n0\r\n\r\n") == "400 bad_body");
  CHECK(chunks("\r\n\r\n") == "400 bad_body");
  CHECK(chunks("3;" + std::string(300, 'x') + "\r\nabc\r\n0\r\n\r\n") == "400 bad_body");
  CHECK(chunks("0\r\nT: " + std::string(9000, 'x') + "\r\n\r\n") == "400 bad_body");
  CHECK(chunks("0\r\nT: a\nb\r\n\r\n") == "400 bad_body");
  CHECK(chunks("0003 ;x\r\nabc\r\n00\r\nT: b\r\n\r\n") == "ok POST / abc");
  CHECK(chunks("x\r\n\r\n") == "400 bad_body");
  CHECK(chunks("-1\r\n\r\n0\r\n\r\n") == "400 bad_body");
  CHECK(chunks("11111111111111111\r\n\r\n") == "400 bad_body");
  CHECK(chunks("3\nabc\n0\n\n") == "400 bad_body");
}

TEST_CASE("targets: decoded, and nothing that climbs") {
  CHECK(target("/a%20b/%C3%A9?x=%zz") == "ok GET /a b/é ");
  CHECK(target("http://host:1/path?q") == "ok GET /path ");
  CHECK(target("/a%2Fb") == "ok GET /a/b ");
  for (const char* bad : {"/..", "/a/../b", "/a/%2e%2e/b", "/a/.%2E", "/.", "/a%2F..%2Fb", "/%00",
                          "/%0d%0aX:y", "/%ff", "/%ED%A0%80", "/%2", "/%zz", "/a#b", "a", "*"})
    CHECK_MESSAGE(target(bad) == "400 bad_target", bad);
  CHECK(parsed("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n") == "ok OPTIONS * ");
}

TEST_CASE("heads have a limit") {
  CHECK(target("/" + std::string(3000, 'a')) == "414 target_too_long");
  CHECK(with("X: " + std::string(3000, 'a')) == "431 headers_too_large");
  std::string many;
  for (int i = 0; i < 150; ++i) many += "A: b\r\n";
  CHECK(with(many + "C: d") == "431 too_many_headers");
  CHECK(with("Expect: miracles") == "417 bad_expect");
}

TEST_SUITE_END();
