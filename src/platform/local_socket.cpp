#include "platform/local_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace soleil {
namespace {

constexpr int kBacklog = 64;

struct Address {
  OwnedFd folder;  // stays open while the address is used
  sockaddr_un name{};
};

// sun_path holds 107 bytes; /proc/self/fd/<folder>/<name> is short whatever the folder's path.
Result<Address> address_of(const std::string& path) {
  const std::filesystem::path whole(path);
  Address out;
  out.folder = SOLEIL_TRY(open_file(whole.parent_path().string(), O_PATH | O_DIRECTORY));
  const std::string reached =
      "/proc/self/fd/" + std::to_string(out.folder.get()) + "/" + whole.filename().string();
  out.name.sun_family = AF_UNIX;
  if (reached.size() >= sizeof out.name.sun_path)
    return fail(Code::invalid, "bad_socket", "The name of the socket is too long.");
  std::memcpy(out.name.sun_path, reached.c_str(), reached.size() + 1);
  return out;
}

const sockaddr* raw(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address.name);
}

tl::unexpected<Error> socket_error(const std::string& doing) {
  return fail(Code::unavailable, "socket_error", doing + ": " + std::strerror(errno) + ".");
}

tl::unexpected<Error> closed() {
  return fail(Code::unavailable, "closed", "The other side has gone.");
}

Result<OwnedFd> new_socket() {
  OwnedFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return socket_error("Making a socket");
  return fd;
}

Result<void> send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return closed();
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Result<void> receive_all(int fd, char* to, size_t size) {
  while (size > 0) {
    const ssize_t n = ::recv(fd, to, size, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return closed();
    to += n;
    size -= static_cast<size_t>(n);
  }
  return {};
}

}  // namespace

Result<LocalConnection> LocalConnection::open(const std::string& path) {
  const Address address = SOLEIL_TRY(address_of(path));
  OwnedFd fd = SOLEIL_TRY(new_socket());
  if (::connect(fd.get(), raw(address), sizeof address.name) != 0)
    return socket_error("Reaching " + path);
  return LocalConnection(std::move(fd));
}

Result<void> LocalConnection::send(std::string_view message) {
  if (message.size() > kLocalMessageMax)
    return fail(Code::too_large, "message_too_large", "The message is too long for its socket.");
  std::string framed(4, '\0');
  for (size_t i = 0; i < 4; ++i) framed[i] = static_cast<char>(message.size() >> (24 - 8 * i));
  framed += message;
  return send_all(fd_.get(), framed);
}

Result<std::string> LocalConnection::receive() {
  unsigned char head[4];
  SOLEIL_TRY(receive_all(fd_.get(), reinterpret_cast<char*>(head), sizeof head));
  size_t size = 0;
  for (const unsigned char byte : head) size = size << 8 | byte;
  if (size > kLocalMessageMax) return closed();
  std::string message(size, '\0');
  SOLEIL_TRY(receive_all(fd_.get(), message.data(), size));
  return message;
}

Result<int> LocalConnection::peer_process() const {
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(fd_.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
    return socket_error("Asking who is there");
  return static_cast<int>(who.pid);
}

void LocalConnection::shut() {
  ::shutdown(fd_.get(), SHUT_RDWR);
}

Result<LocalListener> LocalListener::open(const std::string& path) {
  const Address address = SOLEIL_TRY(address_of(path));
  OwnedFd fd = SOLEIL_TRY(new_socket());
  ::unlink(path.c_str());
  if (::bind(fd.get(), raw(address), sizeof address.name) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(fd.get(), kBacklog) != 0)
    return socket_error("Listening at " + path);
  return LocalListener(std::move(fd));
}

Result<LocalConnection> LocalListener::accept() {
  for (;;) {
    OwnedFd fd(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (fd) return LocalConnection(std::move(fd));
    if (errno == EINVAL || errno == EBADF) return closed();
    if (errno != EINTR && errno != ECONNABORTED) return socket_error("Waiting for who comes");
  }
}

void LocalListener::shut() {
  ::shutdown(fd_.get(), SHUT_RDWR);
}

}  // namespace soleil
