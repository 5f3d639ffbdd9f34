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
  int64_t body_stall_ms_max = 30'000;   // fewer than 1 kB of the body in so long
  int64_t write_stall_ms_max = 30'000;  // the client takes fewer than 1 kB in so long
  size_t threads = 2;
  std::string trusted_proxies;  // addresses, "127.0.0.1, ::1": their X-Forwarded-For is believed
};

using Handler = std::function<Response(const Request&)>;
// Looks at the headers and gives a sink for the body, or an answer at once.
using StreamHandler =
    std::function<std::variant<std::unique_ptr<BodySink>, Response>(const Request&)>;

// GET routes answer HEAD too; OPTIONS is answered with Allow where no route says otherwise.
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
  // Both run on the I/O thread. `filter` comes first for every well-formed request (CORS preflight)
  // and may answer. `finish` sees each response before it is sent (security headers); its request
  // is incomplete when it was refused as malformed.
  struct Hooks {
    std::function<std::optional<Response>(const Request&)> filter;
    std::function<void(const Request&, Response&)> finish;
  };

  // `address` is an IP address, "::" being all of both kinds. `log` and `metrics` outlive the
  // server. Raises the process's soft limit of descriptors to what connections_max needs.
  static Result<std::unique_ptr<HttpServer>> start(const std::string& address, uint16_t port,
                                                   std::vector<Route> routes, Hooks hooks,
                                                   const HttpLimits& limits, Log& log,
                                                   Metrics& metrics);
  virtual ~HttpServer() = default;    // as stop(0)
  virtual uint16_t port() const = 0;  // the real one when 0 was asked
  // No new connections; idle ones and event streams close at once, requests under way finish or are
  // cut after grace_ms. Handlers still running then end on their pools: stop those afterwards.
  virtual void stop(int64_t grace_ms) = 0;
};

}  // namespace soleil
