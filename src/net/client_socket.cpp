#include "net/client_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace soleil {
namespace {

tl::unexpected<Error> unreachable(const std::string& why) {
  return fail(Code::unavailable, "unreachable", "The server can't be reached: " + why + ".");
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

}  // namespace

Result<std::unique_ptr<ClientSocket>> ClientSocket::connect(const std::string& host,
                                                            const std::string& port,
                                                            int64_t timeout_ms) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (const int bad = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); bad != 0)
    return unreachable(host + ": " + ::gai_strerror(bad));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  for (const addrinfo* one = found; one; one = one->ai_next) {
    const int fd = connect_one(*one, timeout_ms);
    if (fd < 0) continue;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return std::unique_ptr<ClientSocket>(new ClientSocket(fd, timeout_ms));
  }
  return unreachable(host + ":" + port + ": " + std::strerror(errno));
}

ClientSocket::~ClientSocket() {
  ::close(fd_);
}

Result<short> ClientSocket::wait(short events) const {
  for (;;) {
    pollfd entry{fd_, events, 0};
    const int n = ::poll(&entry, 1, static_cast<int>(timeout_ms_));
    if (n > 0) return entry.revents;
    if (n == 0) return fail(Code::unavailable, "timeout", "The server did not answer in time.");
    if (errno != EINTR) return unreachable(std::strerror(errno));
  }
}

Result<bool> ClientSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const short ready = SOLEIL_TRY(wait(POLLOUT | POLLIN));
    if (ready & POLLIN) return false;
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) bytes.remove_prefix(static_cast<size_t>(n));
    if (n < 0 && (errno == EPIPE || errno == ECONNRESET)) return false;  // its answer may be here
    if (n < 0 && errno != EAGAIN && errno != EINTR) return unreachable(std::strerror(errno));
  }
  return true;
}

Result<size_t> ClientSocket::receive(char* data, size_t size) {
  for (;;) {
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

bool ClientSocket::is_stale() const {
  pollfd entry{fd_, POLLIN, 0};
  return ::poll(&entry, 1, 0) != 0;
}

}  // namespace soleil
