// ClientSocket: a connected TCP socket with a time limit on each wait. Blocking, not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

class ClientSocket {
 public:
  static Result<std::unique_ptr<ClientSocket>> connect(const std::string& host,
                                                       const std::string& port, int64_t timeout_ms);
  ~ClientSocket();
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  // Sends until all is sent, or the server already answers: then false, and the rest is best not
  // sent.
  Result<bool> send(std::string_view bytes);
  Result<size_t> receive(char* data, size_t size);  // 0: the server closed
  bool is_stale() const;  // closed by the server, or holding bytes nobody asked for

 private:
  ClientSocket(int fd, int64_t timeout_ms) : fd_(fd), timeout_ms_(timeout_ms) {}
  Result<short> wait(short events) const;

  const int fd_;
  const int64_t timeout_ms_;
};

}  // namespace soleil
