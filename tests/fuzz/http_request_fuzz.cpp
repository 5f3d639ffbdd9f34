#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "net/range.h"
#include "net/request_parser.h"
#include "net/router.h"

namespace {

using namespace soleil;
using Progress = RequestParser::Progress;

constexpr size_t kHeadBytesMax = 4096;

void check_request(const Request& request, const RequestParser& parser) {
  SOLEIL_CHECK(request.path.starts_with('/') || request.path == "*");
  SOLEIL_CHECK(is_utf8(request.path));
  for (const unsigned char c : request.path) SOLEIL_CHECK(c >= 0x20 && c != 0x7f);
  for (const auto segment : split(request.path, '/'))
    SOLEIL_CHECK(segment != "." && segment != "..");
  SOLEIL_CHECK(request.headers.size() <= 100);
  SOLEIL_CHECK(!(parser.content_length() && request.headers.find("Transfer-Encoding")));
  for (const auto& [name, value] : request.headers)
    SOLEIL_CHECK((name + value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  const auto range = choose_range(request.headers.get("Range"), 1000);
  SOLEIL_CHECK(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= 1000);
  (void)request.query_value("a");
  (void)request.cookie("session");
}

// All that a stream of bytes means, given `step` bytes at a time: requests, bodies, how it ends.
std::string meaning(std::string_view bytes, size_t step) {
  std::string out;
  RequestParser parser(kHeadBytesMax);
  Request request;
  size_t have = 0, begin = 0;
  const auto progress_of = [&](auto read) {
    Progress progress = read(bytes.substr(begin, have - begin));
    while (progress == Progress::need_more && have < bytes.size()) {
      have = std::min(bytes.size(), have + step);
      progress = read(bytes.substr(begin, have - begin));
    }
    return progress;
  };
  for (;;) {
    parser.reset();
    Progress progress = progress_of([&](auto view) { return parser.head(view, request); });
    if (progress != Progress::done) return out + (progress == Progress::refused ? "!" : "?");
    SOLEIL_CHECK(parser.used() > 0 && parser.used() <= have - begin);
    check_request(request, parser);
    begin += parser.used();
    request.body.clear();
    progress = progress_of([&](auto view) {
      const Progress seen = parser.body(view, request.body);
      SOLEIL_CHECK(parser.used() <= view.size());
      begin += parser.used();
      return seen;
    });
    if (const auto n = parser.content_length()) SOLEIL_CHECK(request.body.size() <= *n);
    out += std::string(method_name(request.method)) + request.path + "\n" + request.body + "\n";
    if (progress != Progress::done) return out + (progress == Progress::refused ? "!" : "?");
  }
}

Router sample_router() {
  std::vector<Route> routes;
  for (const char* pattern : {"/", "/a/{b}", "/a/b", "/a/{b}/c", "/m/{k}/{rest*}"})
    routes.push_back({Method::get, pattern, [](const Request&) { return Response::empty(204); }});
  auto router = Router::build(std::move(routes));
  SOLEIL_CHECK(router.has_value());
  return std::move(*router);
}

}  // namespace

// Where the network cuts the bytes must not change what they mean; what is taken is clean.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Router router = sample_router();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = meaning(bytes, bytes.size() + 1);
  for (const size_t step : {1, 7}) SOLEIL_CHECK(meaning(bytes, step) == whole);
  std::vector<std::string> parameters;
  (void)router.match(Method::get, raw_path(bytes), parameters);
  return 0;
}
