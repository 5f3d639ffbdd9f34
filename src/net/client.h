// HttpClient: a small blocking HTTP/1.1 client: for `soleil upload`, other regions, witnesses,
// other servers of the fediverse, and tests.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/http.h"

namespace soleil {

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;  // at most body_bytes_max
};

struct ClientRequest {
  Method method = Method::get;
  std::string target;  // "/api/v1/…"
  Headers headers;
  std::string body;
};

struct ClientLimits {
  int64_t timeout_ms = 30'000;  // each wait for the server
  int64_t total_ms_max = 0;     // a whole exchange, with connecting; 0: no limit
  size_t body_bytes_max = 64 << 20;
  bool public_only = false;  // never connect to a private address (public_address.h)
};

class HttpClient {  // one keep-alive connection; not thread-safe; reconnects by itself
 public:
  // `base_url`: "http://host[:port][/prefix]", or https. Connects on the first request. Redirects
  // are answers like others: nobody is followed anywhere.
  static Result<std::unique_ptr<HttpClient>> open(const std::string& base_url,
                                                  const ClientLimits& limits);
  static Result<std::unique_ptr<HttpClient>> open(const std::string& base_url,
                                                  int64_t timeout_ms = 30'000,
                                                  size_t body_bytes_max = 64 << 20) {
    return open(base_url, ClientLimits{timeout_ms, 0, body_bytes_max, false});
  }
  virtual ~HttpClient() = default;

  // Code::unavailable when the server can't be reached or goes away, with the reason "timeout" when
  // it takes too long; denied "private_address", "bad_certificate"; too_large for a body over
  // body_bytes_max; corrupt for what is not HTTP. A Host header of the request's own is sent. An
  // answer with an error status is a response, not an error. A request other than POST and PATCH is
  // sent again, once, when a kept connection was closed.
  virtual Result<ClientResponse> send(const ClientRequest& request) = 0;

  // As send(), but the body goes to `on_bytes` as it arrives, without limit, and is left empty in
  // the response (event streams, large files). `on_bytes` returns false to have no more of it,
  // which closes the connection.
  using OnBytes = std::function<bool(std::string_view bytes)>;
  virtual Result<ClientResponse> stream(const ClientRequest& request, const OnBytes& on_bytes) = 0;
};

}  // namespace soleil
