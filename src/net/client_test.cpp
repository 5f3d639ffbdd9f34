#include "net/client.h"

#include "net/net_fixture.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {

// A server that says what it is told, one connection after the other.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<std::string> answers) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&where), size) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&where), &size);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(where.sin_port));
    thread_ = std::thread([this, answers = std::move(answers)] {
      for (const auto& answer : answers) {
        const int client = ::accept(fd_, nullptr, nullptr);
        char data[4096];
        if (::recv(client, data, sizeof data, 0) > 0)
          (void)!::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
        ::close(client);
      }
    });
  }
  ~ScriptedServer() {
    thread_.join();
    ::close(fd_);
  }
  const std::string& url() const { return url_; }
  std::unique_ptr<HttpClient> client(size_t body_bytes_max = 1000) const {
    auto client = HttpClient::open(url_, 500, body_bytes_max);
    REQUIRE(client);
    return std::move(*client);
  }

 private:
  int fd_ = -1;
  std::string url_;
  std::thread thread_;
};

std::string outcome(std::string answer) {
  const ScriptedServer server({std::move(answer)});
  const auto response = server.client()->send({Method::get, "/"});
  if (!response) return response.error().reason;
  return std::to_string(response->status) + " " + response->body;
}

}  // namespace

TEST_CASE("client: framings") {
  CHECK(outcome("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") == "200 hi");
  CHECK(outcome("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n") ==
        "201 ");
  CHECK(outcome("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2\r\nhi\r\n3;x=y\r\n me\r\n0\r\nT: x\r\n\r\n") == "200 hi me");
  CHECK(outcome("HTTP/1.0 200 OK\r\n\r\nto the end") == "200 to the end");
  CHECK(outcome("HTTP/1.1 204 No Content\r\n\r\n") == "204 ");
  CHECK(outcome("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n") == "304 ");
}

TEST_CASE("client: what is not HTTP, too large or cut short is an error") {
  CHECK(outcome("nonsense\r\n\r\n") == "not_http");
  CHECK(outcome("HTTP/1.1 2x0 OK\r\n\r\n") == "not_http");
  CHECK(outcome("HTTP/1.1 200 OK\r\n: x\r\n\r\n") == "not_http");
  CHECK(outcome("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") == "not_http");
  CHECK(outcome("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == "not_http");
  CHECK(outcome("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhix") ==
        "connection_lost");
  CHECK(outcome("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi") == "connection_lost");
  CHECK(outcome("") == "connection_lost");
  CHECK(outcome("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x')) == "answer_too_large");
}

TEST_CASE("client: addresses") {
  for (const char* bad : {"", "ftp://x", "http://", "http://:80", "http://x:0", "http://x:99999"})
    CHECK_MESSAGE(!HttpClient::open(bad), bad);
  CHECK(HttpClient::open("http://[::1]:8080/prefix/"));
  const auto nobody = HttpClient::open("http://127.0.0.1:1", 500);
  REQUIRE(nobody);
  const auto response = (*nobody)->send({Method::get, "/"});
  REQUIRE_FALSE(response);
  CHECK(response.error().reason == "unreachable");
}

TEST_CASE("client: a server that drips is cut off, and a private address is not asked") {
  const ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"});
  const auto open = [&](const ClientLimits& limits) {
    return *HttpClient::open(server.url(), limits);
  };
  const auto refused = open({.timeout_ms = 500, .public_only = true})->send({Method::get, "/"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().reason == "private_address");
  CHECK(open({.timeout_ms = 500, .total_ms_max = 5'000})->send({Method::get, "/"}).error().reason ==
        "connection_lost");
}

TEST_CASE_FIXTURE(NetFixture, "client: keeps the connection, reconnects when it was closed") {
  limits.idle_ms_max = 50;
  auto client = HttpClient::open("http://127.0.0.1:" + std::to_string(start()), 1000);
  REQUIRE(client);
  for (int i = 0; i < 3; ++i) {
    const auto response = (*client)->send({Method::post, "/echo", {}, "x"});
    REQUIRE(response);
    CHECK(response->body == "/echo|x");
    if (i == 1) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  server->stop(100);
  CHECK(metrics.render().find(R"(code="200"} 3)") != std::string::npos);
}

TEST_CASE_FIXTURE(NetFixture, "client: a silent server is a timeout; a refused upload is read") {
  limits.body_bytes_max = 1000;
  routes.push_back({Method::get,
                    "/slow",
                    [](const Request&) {
                      std::this_thread::sleep_for(std::chrono::milliseconds(300));
                      return Response::empty(204);
                    },
                    {},
                    &pool});
  const std::string url = "http://127.0.0.1:" + std::to_string(start());
  auto hasty = HttpClient::open(url, 100);
  REQUIRE(hasty);
  const auto slow = (*hasty)->send({Method::get, "/slow"});
  REQUIRE_FALSE(slow);
  CHECK(slow.error().reason == "timeout");
  auto client = HttpClient::open(url);
  REQUIRE(client);
  const auto large = (*client)->send({Method::post, "/echo", {}, std::string(8 << 20, 'x')});
  REQUIRE(large);
  CHECK(large->status == 413);
  const auto small = (*client)->send({Method::post, "/echo", {}, "y"});
  REQUIRE(small);
  CHECK(small->status == 200);
}

TEST_SUITE_END();
