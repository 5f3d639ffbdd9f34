// HttpServer: the only asynchronous code. One io_context and thread a core; handlers run on the
// route's pool, or on the I/O thread itself when the route says `immediate` (it must then neither
// block nor take long). Limits: header bytes, body bytes (413), header and body time (slowloris:
// 408), idle time, connections (503), pipelining.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "base/pool.h"
#include "base/result.h"
#include "net/http.h"

namespace soleil {

struct HttpLimits {
  size_t connections_max = 10'000;
  size_t header_bytes_max = 16 << 10;
  size_t body_bytes_max = 1 << 20;      // default for routes that say nothing
  int64_t header_ms_max = 10'000;       // from first byte to end of headers
  int64_t idle_ms_max = 75'000;         // keep-alive
  int64_t body_stall_ms_max = 30'000;   // no byte of the body for so long
  int64_t write_stall_ms_max = 30'000;  // the client takes no byte for so long
  size_t threads = 2;
};

using Handler = std::function<Response(const Request&)>;
// Looks at the headers and gives a sink for the body, or an answer at once.
using StreamHandler =
    std::function<std::variant<std::unique_ptr<BodySink>, Response>(const Request&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  // "/api/v1/videos/{id}"; a last "{rest*}" takes what is left
  Handler handler;      // one of handler and stream
  StreamHandler stream = {};
  Pool* pool = nullptr;       // nullptr: immediate
  size_t body_bytes_max = 0;  // 0: HttpLimits::body_bytes_max
};

class HttpServer {
 public:
  // `filter` runs first on the I/O thread for every request (security headers, CORS preflight): it
  // may answer. `finish` sees each response before it is sent (common headers).
  struct Hooks {
    std::function<std::optional<Response>(const Request&)> filter;
    std::function<void(const Request&, Response&)> finish;
  };

  static Result<std::unique_ptr<HttpServer>> start(const std::string& address, uint16_t port,
                                                   std::vector<Route> routes, Hooks hooks,
                                                   const HttpLimits& limits, Log& log,
                                                   Metrics& metrics);
  virtual ~HttpServer() = default;
  virtual uint16_t port() const = 0;        // the real one when 0 was asked
  virtual void stop(int64_t grace_ms) = 0;  // no new connections; requests under way finish or are
                                            // cut after grace_ms
};

}  // namespace soleil
