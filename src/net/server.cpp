#include "net/server.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <thread>

#include "net/forwarded.h"
#include "net/loop.h"
#include "net/response_writer.h"

namespace soleil {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr int kAcceptsPerTurn = 64;
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr rlim_t kOtherFilesMax = 4096;  // databases, blobs, logs

struct Listener {
  int socket = -1;
  uint16_t port = 0;
};

Error listen_error(const std::string& address, uint16_t port) {
  const std::string where = address + ":" + std::to_string(port);
  if (errno == EADDRINUSE)
    return {Code::conflict, "port_in_use",
            "Another program listens on " + where + ". Stop it or choose another port."};
  return {Code::unavailable, "cannot_listen",
          "Cannot listen on " + where + ": " + std::strerror(errno) + "."};
}

socklen_t fill_address(const asio::ip::address& ip, uint16_t port, sockaddr_storage& out) {
  if (ip.is_v4()) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(out);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(ip.to_v4().to_uint());
    return sizeof v4;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(out);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  const auto bytes = ip.to_v6().to_bytes();
  std::memcpy(&v6.sin6_addr, bytes.data(), bytes.size());
  return sizeof v6;
}

Result<Listener> listen_on(const std::string& address, uint16_t port) {
  error_code bad;
  const auto ip = asio::ip::make_address(address, bad);
  if (bad)
    return fail(Code::invalid, "bad_address",
                "\"" + address + "\" is not an IP address. Use 127.0.0.1, 0.0.0.0 or ::.");
  sockaddr_storage where{};
  socklen_t size = fill_address(ip, port, where);
  const int fd = ::socket(where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (fd < 0) return tl::unexpected(listen_error(address, port));
  const int on = 1, off = 0;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (ip.is_v6()) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  auto* name = reinterpret_cast<sockaddr*>(&where);
  if (::bind(fd, name, size) != 0 || ::listen(fd, SOMAXCONN) != 0 ||
      ::getsockname(fd, name, &size) != 0) {
    const Error error = listen_error(address, port);
    ::close(fd);
    return tl::unexpected(error);
  }
  const auto port_be = ip.is_v4() ? reinterpret_cast<sockaddr_in&>(where).sin_port
                                  : reinterpret_cast<sockaddr_in6&>(where).sin6_port;
  return Listener{fd, ntohs(port_be)};
}

// Each connection is a descriptor, and a file it is being sent another. Debian's soft limit is
// 1,024.
void raise_descriptor_limit(size_t connections_max, Log& log) {
  rlimit limit{};
  const rlim_t wanted = connections_max * 2 + kOtherFilesMax;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
    log.warning("descriptor_limit_low", {{"wanted", static_cast<int64_t>(wanted)},
                                         {"have", static_cast<int64_t>(limit.rlim_cur)}});
}

class LoopServer final : public HttpServer {
 public:
  LoopServer(std::shared_ptr<Service> service, Listener listener);
  ~LoopServer() override { stop(0); }
  uint16_t port() const override { return port_; }
  void stop(int64_t grace_ms) override;

 private:
  void accept_soon();
  void accept_all();
  bool accept_one();
  void pause_accepting();
  void turn_away(int socket);

  const std::shared_ptr<Service> service_;
  const uint16_t port_;
  std::vector<std::shared_ptr<Loop>> loops_;
  asio::posix::stream_descriptor listener_;  // on the first loop, as the pause
  asio::steady_timer pause_;
  size_t next_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

std::vector<std::shared_ptr<Loop>> make_loops(const std::shared_ptr<Service>& service) {
  std::vector<std::shared_ptr<Loop>> loops;
  for (size_t i = 0; i < std::max<size_t>(1, service->limits.threads); ++i)
    loops.push_back(std::make_shared<Loop>(service));
  return loops;
}

LoopServer::LoopServer(std::shared_ptr<Service> service, Listener listener)
    : service_(std::move(service)),
      port_(listener.port),
      loops_(make_loops(service_)),
      listener_(loops_.front()->io(), listener.socket),
      pause_(loops_.front()->io()) {
  accept_soon();
  for (const auto& loop : loops_) {
    threads_.emplace_back([loop] { loop->run(); });
    pthread_setname_np(threads_.back().native_handle(), "http");
  }
}

void LoopServer::accept_soon() {
  listener_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const error_code& error) {
    if (!error) accept_all();
  });
}

void LoopServer::accept_all() {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    if (accept_one()) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
    if (errno == ECONNABORTED || errno == EINTR) continue;
    service_->log.warning("accept_failed", {{"errno", int64_t{errno}}});
    return pause_accepting();  // EMFILE and the like: waiting at once would spin
  }
  accept_soon();
}

bool LoopServer::accept_one() {
  const int socket =
      ::accept4(listener_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket < 0) return false;
  if (service_->connections.fetch_add(1) >= service_->limits.connections_max) {
    turn_away(socket);
    service_->connections.fetch_sub(1);
    return true;
  }
  loops_[next_++ % loops_.size()]->adopt(socket);
  return true;
}

void LoopServer::pause_accepting() {
  pause_.expires_after(kAcceptPause);
  pause_.async_wait([this](const error_code& error) {
    if (!error) accept_soon();
  });
}

void LoopServer::turn_away(int socket) {
  const auto response = error_response(
      {Code::overloaded, "too_many_connections", "The server is full. Try again in a moment."});
  std::string bytes;
  append_head(bytes, response, {.close = true}, loops_.front()->date());
  bytes += std::get<TextBody>(response.body).bytes;
  // Best effort: the new socket's send buffer is empty.
  [[maybe_unused]] const auto n = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
  ::close(socket);
}

void LoopServer::stop(int64_t grace_ms) {
  if (std::exchange(stopped_, true)) return;
  std::atomic<bool> closed{false};
  asio::post(loops_.front()->io(), [&] {
    error_code ignored;
    listener_.close(ignored);
    pause_.cancel();
    closed = true;
    closed.notify_one();
  });
  closed.wait(false);
  for (const auto& loop : loops_) loop->drain();
  const int64_t end = loops_.front()->now_ms() + grace_ms;
  while (service_->connections.load() > 0 && loops_.front()->now_ms() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  for (const auto& loop : loops_) loop->cut();
  for (auto& thread : threads_) thread.join();
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(const std::string& address, uint16_t port,
                                                      std::vector<Route> routes, Hooks hooks,
                                                      const HttpLimits& limits, Log& log,
                                                      Metrics& metrics) {
  auto router = SOLEIL_TRY(Router::build(std::move(routes)));
  const Listener listener = SOLEIL_TRY(listen_on(address, port));
  raise_descriptor_limit(limits.connections_max, log);
  std::shared_ptr<Service> service(new Service{
      std::move(router), std::move(hooks), limits, address_list(limits.trusted_proxies), log,
      metrics, metrics.gauge("soleil_http_connections", "Open client connections."),
      metrics.histogram("soleil_http_request_seconds",
                        "From a request's first byte to its answer's last.")});
  return std::make_unique<LoopServer>(std::move(service), listener);
}

}  // namespace soleil
