// ResponseReader: one HTTP/1.1 response at a time from a ClientSocket (RFC 9112 sections 4 to 7),
// bounded everywhere.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "net/client.h"
#include "net/client_socket.h"

namespace soleil {

class ResponseReader {
 public:
  explicit ResponseReader(ClientSocket& socket) : socket_(socket) {}

  // The final response's head (1xx are skipped), then its body in pieces. `on_bytes` false: the
  // rest is not read.
  Result<ClientResponse> read(Method method, const HttpClient::OnBytes& on_bytes);
  bool keep_alive() const {
    return keep_alive_;
  }                                      // after read(): the connection can carry another request
  bool heard() const { return heard_; }  // a byte of the response has come

 private:
  Result<ClientResponse> read_head();
  Result<void> read_field(std::string_view line, ClientResponse& response);
  Result<void> read_body(const ClientResponse& response, const HttpClient::OnBytes& on_bytes);
  Result<void> read_chunks(const HttpClient::OnBytes& on_bytes);
  Result<void> read_exactly(int64_t n, const HttpClient::OnBytes& on_bytes);
  Result<void> read_to_end(const HttpClient::OnBytes& on_bytes);
  Result<std::string> read_line();
  Result<bool> fill();  // false: the server closed

  ClientSocket& socket_;
  std::string in_;
  size_t head_bytes_ = 0;
  bool keep_alive_ = false, heard_ = false, stopped_ = false;
};

}  // namespace soleil
