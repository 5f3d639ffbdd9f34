// TcpSocket: ClientSocket over TCP alone.
#pragma once

#include "net/client_socket.h"

namespace soleil {

class TcpSocket final : public ClientSocket {
 public:
  static Result<std::unique_ptr<TcpSocket>> connect(const Dial& dial);
  ~TcpSocket() override;
  TcpSocket(const TcpSocket&) = delete;
  TcpSocket& operator=(const TcpSocket&) = delete;

  Result<bool> send(std::string_view bytes) override;
  Result<size_t> receive(char* data, size_t size) override;
  bool is_stale() const override;
  void set_deadline(int64_t in_ms) override;
  Result<void> send_all(std::string_view bytes);  // whether or not something has come

 private:
  TcpSocket(int fd, int64_t timeout_ms) : fd_(fd), timeout_ms_(timeout_ms) {}
  Result<short> wait(short events) const;
  Result<size_t> send_some(std::string_view bytes);  // 0: the server has gone

  const int fd_;
  const int64_t timeout_ms_;
  int64_t deadline_ms_ = 0;  // monotonic; 0: none
};

}  // namespace soleil
