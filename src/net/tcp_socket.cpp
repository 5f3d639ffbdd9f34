#include "net/tcp_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/clock.h"
#include "net/public_address.h"

namespace soleil {
namespace {

tl::unexpected<Error> unreachable(const std::string& why) {
  return fail(Code::unavailable, "unreachable", "The server can't be reached: " + why + ".");
}

tl::unexpected<Error> too_late() {
  return fail(Code::unavailable, "timeout", "The server did not answer in time.");
}

int64_t monotonic_ms() {
  return SystemClock().monotonic_ms();
}

// A connected non-blocking socket, or -1 with errno.
int connect_one(const addrinfo& where, int64_t timeout_ms) {
  const int fd = ::socket(where.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  int error = ::connect(fd, where.ai_addr, where.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd entry{fd, POLLOUT, 0};
    socklen_t size = sizeof error;
    if (::poll(&entry, 1, static_cast<int>(timeout_ms)) <= 0) {
      error = ETIMEDOUT;
    } else {
      ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error == 0) return fd;
  ::close(fd);
  errno = error;
  return -1;
}

// Of one wait, and of what is left until the deadline (0: none).
int64_t time_left(int64_t timeout_ms, int64_t deadline_ms) {
  if (deadline_ms == 0) return timeout_ms;
  return std::clamp<int64_t>(deadline_ms - monotonic_ms(), 0, timeout_ms);
}

}  // namespace

Result<std::unique_ptr<TcpSocket>> TcpSocket::connect(const Dial& dial) {
  const int64_t deadline_ms = dial.total_ms_max ? monotonic_ms() + dial.total_ms_max : 0;
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (const int bad = ::getaddrinfo(dial.host.c_str(), dial.port.c_str(), &hints, &found); bad != 0)
    return unreachable(dial.host + ": " + ::gai_strerror(bad));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  bool any_allowed = false;
  for (const addrinfo* one = found; one; one = one->ai_next) {
    // The address that is connected to is the one that was looked at: a name that resolves to
    // another one the next time gains nothing.
    if (dial.public_only && !is_public_address(*one->ai_addr)) continue;
    any_allowed = true;
    const int fd = connect_one(*one, time_left(dial.timeout_ms, deadline_ms));
    if (fd < 0) continue;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::unique_ptr<TcpSocket> out(new TcpSocket(fd, dial.timeout_ms));
    out->deadline_ms_ = deadline_ms;
    return out;
  }
  if (!any_allowed)
    return fail(Code::denied, "private_address", dial.host + " is not on the public internet.");
  return unreachable(dial.host + ":" + dial.port + ": " + std::strerror(errno));
}

Result<std::unique_ptr<ClientSocket>> connect_tcp(const Dial& dial) {
  return std::unique_ptr<ClientSocket>(SOLEIL_TRY(TcpSocket::connect(dial)));
}

TcpSocket::~TcpSocket() {
  ::close(fd_);
}

void TcpSocket::set_deadline(int64_t in_ms) {
  deadline_ms_ = in_ms ? monotonic_ms() + in_ms : 0;
}

Result<short> TcpSocket::wait(short events) const {
  for (;;) {
    pollfd entry{fd_, events, 0};
    const int n = ::poll(&entry, 1, static_cast<int>(time_left(timeout_ms_, deadline_ms_)));
    if (n > 0) return entry.revents;
    if (n == 0) return too_late();
    if (errno != EINTR) return unreachable(std::strerror(errno));
  }
}

Result<size_t> TcpSocket::send_some(std::string_view bytes) {
  const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (n > 0) return static_cast<size_t>(n);
  if (errno == EPIPE || errno == ECONNRESET) return 0;
  if (errno == EAGAIN || errno == EINTR) {
    SOLEIL_TRY(wait(POLLOUT));
    return send_some(bytes);
  }
  return unreachable(std::strerror(errno));
}

Result<bool> TcpSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const short ready = SOLEIL_TRY(wait(POLLOUT | POLLIN));
    if (ready & POLLIN) return false;
    const size_t n = SOLEIL_TRY(send_some(bytes));
    if (n == 0) return false;  // its answer may be here
    bytes.remove_prefix(n);
  }
  return true;
}

Result<void> TcpSocket::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t n = SOLEIL_TRY(send_some(bytes));
    if (n == 0) return fail(Code::unavailable, "connection_lost", "The server went away.");
    bytes.remove_prefix(n);
  }
  return {};
}

Result<size_t> TcpSocket::receive(char* data, size_t size) {
  for (;;) {
    if (deadline_ms_ != 0 && monotonic_ms() >= deadline_ms_) return too_late();
    const ssize_t n = ::recv(fd_, data, size, 0);
    if (n >= 0) return static_cast<size_t>(n);
    if (errno == EAGAIN) {
      SOLEIL_TRY(wait(POLLIN));
    } else if (errno != EINTR) {
      return fail(Code::unavailable, "connection_lost",
                  std::string("The connection was lost: ") + std::strerror(errno) + ".");
    }
  }
}

bool TcpSocket::is_stale() const {
  pollfd entry{fd_, POLLIN, 0};
  return ::poll(&entry, 1, 0) != 0;
}

}  // namespace soleil
