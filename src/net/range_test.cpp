#include "net/range.h"

#include <doctest/doctest.h>

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {
std::string shown(std::string_view header, int64_t size) {
  const auto range = choose_range(header, size);
  if (range.kind == ByteRange::whole) return "whole";
  if (range.kind == ByteRange::unsatisfiable) return "none";
  return std::to_string(range.offset) + "+" + std::to_string(range.length);
}

Response served(std::vector<std::pair<std::string, std::string>> fields,
                Method method = Method::get) {
  Request request;
  request.method = method;
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  return file_response(request, FileBody{3, 100, 1000, nullptr}, "\"v1\"", "video/mp4");
}
}  // namespace

TEST_CASE("byte ranges, RFC 9110 section 14.1.2") {
  CHECK(shown("bytes=0-499", 10000) == "0+500");
  CHECK(shown("bytes=500-999", 10000) == "500+500");
  CHECK(shown("bytes=-500", 10000) == "9500+500");
  CHECK(shown("bytes=9500-", 10000) == "9500+500");
  CHECK(shown("bytes=0-0", 10000) == "0+1");
  CHECK(shown("bytes=-1", 10000) == "9999+1");
  CHECK(shown("BYTES=9999-20000", 10000) == "9999+1");
  CHECK(shown("bytes=-20000", 10000) == "0+10000");
  CHECK(shown("bytes=10000-", 10000) == "none");
  CHECK(shown("bytes=-0", 10000) == "none");
  CHECK(shown("bytes=0-", 0) == "none");
  CHECK(shown("bytes=-5", 0) == "none");
}

TEST_CASE("a Range we do not understand is ignored") {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,5-6", "items=0-1",
        "bytes=+1-2", "bytes=0--5", "bytes=99999999999999999999-", "bytes=1 -2", "bytes=0x1-2"})
    CHECK_MESSAGE(shown(header, 100) == "whole", header);
}

TEST_CASE("etags compare weakly, in lists") {
  CHECK(etag_matches("\"a\"", "\"a\""));
  CHECK(etag_matches("W/\"a\"", "\"a\""));
  CHECK(etag_matches("\"b\", \"a\"", "\"a\""));
  CHECK(etag_matches("*", "\"a\""));
  CHECK_FALSE(etag_matches("", "\"a\""));
  CHECK_FALSE(etag_matches("\"A\"", "\"a\""));
  CHECK_FALSE(etag_matches("a", "\"a\""));
}

TEST_CASE("a file's answer: 200, 206, 304, 416") {
  const auto whole = served({});
  CHECK(whole.status == 200);
  CHECK(std::get<FileBody>(whole.body).length == 1000);
  CHECK(whole.headers.get("Accept-Ranges") == "bytes");

  const auto part = served({{"Range", "bytes=10-19"}});
  CHECK(part.status == 206);
  CHECK(part.headers.get("Content-Range") == "bytes 10-19/1000");
  CHECK(std::get<FileBody>(part.body).offset == 110);
  CHECK(std::get<FileBody>(part.body).length == 10);

  const auto none = served({{"Range", "bytes=1000-"}});
  CHECK(none.status == 416);
  CHECK(none.headers.get("Content-Range") == "bytes */1000");
  CHECK(std::holds_alternative<TextBody>(none.body));

  CHECK(served({{"Range", "bytes=10-19"}}, Method::head).status == 200);  // section 14.2: GET only
  CHECK(served({{"If-None-Match", "\"v1\""}, {"Range", "bytes=0-1"}}).status == 304);
  CHECK(served({{"If-Range", "\"v1\""}, {"Range", "bytes=0-1"}}).status == 206);
  CHECK(served({{"If-Range", "\"old\""}, {"Range", "bytes=0-1"}}).status == 200);
  CHECK(served({{"If-Range", "W/\"v1\""}, {"Range", "bytes=0-1"}}).status == 200);
}

TEST_SUITE_END();
