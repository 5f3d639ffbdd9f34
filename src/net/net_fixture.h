// For tests: a server on a free loopback port, and a client that sends raw bytes, right or wrong.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "net/server.h"

namespace soleil {

class RawClient {
 public:
  explicit RawClient(uint16_t port, int receive_buffer_bytes = 0) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer_bytes)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }

  bool fill(int wait_ms = 10000) {  // false: closed, or nothing came
    pollfd entry{fd_, POLLIN, 0};
    if (::poll(&entry, 1, wait_ms) <= 0) return false;
    char data[65536];
    const ssize_t n = ::recv(fd_, data, sizeof data, 0);
    if (n <= 0) return closed_ = true, false;
    in_.append(data, static_cast<size_t>(n));
    return true;
  }

  // Up to and with `mark`; what came if it does not come.
  std::string until(std::string_view mark, int wait_ms = 10000) {
    while (in_.find(mark) == std::string::npos && fill(wait_ms)) {
    }
    const size_t at = in_.find(mark);
    return take(at == std::string::npos ? in_.size() : at + mark.size());
  }
  std::string exactly(size_t n) {
    while (in_.size() < n && fill()) {
    }
    return take(std::min(n, in_.size()));
  }
  std::string all(int wait_ms = 10000) {  // until the server closes
    while (fill(wait_ms)) {
    }
    return take(in_.size());
  }

  struct Answer {
    int status = 0;
    std::string head, body;
  };
  Answer answer(bool head_only = false) {  // by Content-Length
    Answer out;
    out.head = until("\r\n\r\n");
    if (out.head.size() > 12) out.status = std::atoi(out.head.c_str() + 9);
    const size_t at = out.head.find("Content-Length: ");
    if (at != std::string::npos && !head_only)
      out.body = exactly(std::stoul(out.head.substr(at + 16)));
    return out;
  }
  Answer ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }
  bool closed() {
    while (!closed_ && fill()) {
    }
    return closed_;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

 private:
  std::string take(size_t n) {
    std::string out = in_.substr(0, n);
    in_.erase(0, n);
    return out;
  }
  int fd_ = -1;
  std::string in_;
  bool closed_ = false;
};

struct NetFixture {
  SystemClock clock;
  Log log{clock, Level::error};
  Metrics metrics;
  Pool pool{"test", 2, 4};
  HttpLimits limits;
  HttpServer::Hooks hooks;
  std::vector<Route> routes;
  std::unique_ptr<HttpServer> server;

  NetFixture() {
    const auto echo = [](const Request& request) {
      return Response::text(200, request.path + "|" + request.body, "text/plain");
    };
    routes.push_back({Method::get, "/hello", echo});
    routes.push_back({Method::post, "/echo", echo});
    routes.push_back({Method::post, "/pool", echo, {}, &pool});
  }
  ~NetFixture() {
    server.reset();
    pool.stop();
  }
  uint16_t start() {
    auto started = HttpServer::start("127.0.0.1", 0, routes, hooks, limits, log, metrics);
    REQUIRE(started);
    server = std::move(*started);
    return server->port();
  }
};

inline std::string get(std::string_view target, std::string_view more = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: t\r\n" + std::string(more) + "\r\n";
}
inline std::string post(std::string_view target, std::string_view body) {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace soleil
