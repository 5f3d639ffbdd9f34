// HttpClient: a small blocking HTTP/1.1 client for `soleil upload`, health probes and tests.
// http:// only for now.
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

class HttpClient {  // one keep-alive connection; not thread-safe; reconnects by itself
 public:
  static Result<std::unique_ptr<HttpClient>> open(const std::string& base_url,
                                                  int64_t timeout_ms = 30'000,
                                                  size_t body_bytes_max = 64 << 20);
  virtual ~HttpClient() = default;
  virtual Result<ClientResponse> send(const ClientRequest& request) = 0;
};

}  // namespace soleil
