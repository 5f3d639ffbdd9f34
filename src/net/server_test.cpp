#include "net/server.h"

#include <fcntl.h>

#include <atomic>
#include <mutex>

#include "net/net_fixture.h"
#include "net/range.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

TEST_CASE_FIXTURE(NetFixture, "requests: immediate, from a pool, HEAD, OPTIONS, 404, 405, 501") {
  RawClient client(start());
  CHECK(client.ask(get("/hello")).body == "/hello|");
  CHECK(client.ask(post("/pool", "abc")).body == "/pool|abc");
  CHECK(client.ask(post("/echo", "")).body == "/echo|");
  client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  const auto head = client.answer(true);
  CHECK(head.status == 200);
  CHECK(head.head.find("Content-Length: 7\r\n") != std::string::npos);
  CHECK(client.ask(get("/nothing")).status == 404);
  const auto wrong = client.ask("DELETE /echo HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(wrong.status == 405);
  CHECK(wrong.head.find("Allow: POST, OPTIONS\r\n") != std::string::npos);
  CHECK(wrong.body.find("\"reason\":\"method_not_allowed\"") != std::string::npos);
  CHECK(client.ask("OPTIONS /echo HTTP/1.1\r\nHost: t\r\n\r\n").status == 204);
  CHECK(client.ask("BREW /echo HTTP/1.1\r\nHost: t\r\n\r\n").status == 501);
  CHECK(client.ask(get("/hello", "Connection: close\r\n")).status == 200);
  CHECK(client.closed());
  server->stop(1000);
  CHECK(metrics.render().find(R"(soleil_http_requests_total{method="POST",code="200"} 2)") !=
        std::string::npos);
  CHECK(metrics.render().find("soleil_http_connections 0") != std::string::npos);
}

TEST_CASE_FIXTURE(NetFixture, "HTTP/1.0 closes, unless it asks not to") {
  const auto port = start();
  RawClient closes(port);
  CHECK(closes.ask("GET /hello HTTP/1.0\r\n\r\n").status == 200);
  CHECK(closes.closed());
  RawClient keeps(port);
  for (int i = 0; i < 2; ++i)
    CHECK(keeps.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
              .head.find("Connection: keep-alive") != std::string::npos);
}

TEST_CASE_FIXTURE(NetFixture, "pipelined requests are answered in order, pool or not") {
  RawClient client(start());
  std::string bytes;
  for (int i = 0; i < 200; ++i)
    bytes += i % 3 ? post("/pool", std::to_string(i)) : post("/echo", std::to_string(i));
  std::thread sender([&] { client.send(bytes); });
  for (int i = 0; i < 200; ++i)
    REQUIRE(client.answer().body == (i % 3 ? "/pool|" : "/echo|") + std::to_string(i));
  sender.join();
}

TEST_CASE_FIXTURE(NetFixture, "hooks: the filter may answer, finish sees every answer") {
  hooks.filter = [](const Request& request) -> std::optional<Response> {
    if (request.headers.get("Origin") == "evil") return Response::empty(403);
    return std::nullopt;
  };
  hooks.finish = [](const Request&, Response& response) { response.headers.set("X-Sun", "1"); };
  RawClient client(start());
  CHECK(client.ask(get("/hello", "Origin: evil\r\n")).status == 403);
  CHECK(client.ask(get("/hello")).head.find("X-Sun: 1\r\n") != std::string::npos);
  CHECK(client.ask("BAD\r\n\r\n").head.find("X-Sun: 1\r\n") != std::string::npos);
}

TEST_CASE_FIXTURE(NetFixture, "a malformed request gets its reason as JSON, then the end") {
  const auto port = start();
  for (const auto& [bytes, status] : std::vector<std::pair<std::string, int>>{
           {"GET /../x HTTP/1.1\r\nHost: t\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n"
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n",
            400},
           {"GET /hello HTTP/1.1\nHost: t\n\n", 400},
           {get("/" + std::string(20'000, 'a')), 414},
           {get("/hello", "Cookie: " + std::string(20'000, 'a') + "\r\n"), 431},
           {"POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip\r\n\r\n", 501}}) {
    RawClient client(port);
    const auto answer = client.ask(bytes);
    CHECK(answer.status == status);
    CHECK(answer.body.starts_with("{\"error\":{\"code\":\"invalid\",\"reason\":\""));
    CHECK(client.all().empty());  // what was smuggled behind is not answered
    CHECK(client.closed());
  }
}

TEST_CASE_FIXTURE(NetFixture, "bodies: Expect, chunks, and 413 told before the body is sent") {
  limits.body_bytes_max = 1000;
  routes.push_back({.method = Method::put,
                    .pattern = "/big",
                    .handler = routes[1].handler,
                    .body_bytes_max = 300'000});
  const auto port = start();
  RawClient client(port);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(client.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(client.ask("ok").body == "/echo|ok");
  const std::string chunked = "PUT /big HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string body, sent;
  for (int i = 0; i < 100; ++i) {
    body += std::string(2048, static_cast<char>('a' + i % 26));
    sent += "800\r\n" + body.substr(body.size() - 2048) + "\r\n";
  }
  CHECK(client.ask(chunked + sent + "0\r\n\r\n").body == "/big|" + body);
  CHECK(client
            .ask("POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\n"
                 "Content-Length: 1001\r\n\r\n")
            .status == 413);
  RawClient endless(port);
  const auto answer = endless.ask(
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
      "\r\n400\r\n" +
      std::string(1024, 'x') + "\r\n");
  CHECK(answer.status == 413);
  CHECK(answer.body.find("\"code\":\"too_large\"") != std::string::npos);
}

TEST_CASE_FIXTURE(NetFixture, "a client that sends a refused body still reads the answer") {
  limits.body_bytes_max = 1000;
  RawClient client(start());
  CHECK(client.send(post("/echo", std::string(1 << 20, 'x'))));
  CHECK(client.answer().status == 413);
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(NetFixture, "a full pool is 503 with Retry-After, and others go on") {
  std::atomic<bool> open{false}, running{false};
  Pool small("small", 1, 1);
  const auto slow = [&](const Request&) {
    running = true;
    running.notify_all();
    open.wait(false);
    return Response::empty(204);
  };
  routes.push_back({Method::get, "/slow", slow, {}, &small});
  const auto port = start();
  RawClient first(port), second(port), third(port);
  first.send(get("/slow"));
  running.wait(false);
  second.send(get("/slow"));
  while (small.waiting() == 0) std::this_thread::yield();
  const auto refused = third.ask(get("/slow"));
  CHECK(refused.status == 503);
  CHECK(refused.head.find("Retry-After: ") != std::string::npos);
  CHECK(third.ask(get("/hello")).status == 200);
  open = true;
  open.notify_all();
  CHECK(first.answer().status == 204);
  CHECK(second.answer().status == 204);
}

TEST_CASE_FIXTURE(NetFixture, "files: ranges by sendfile, larger than the socket's buffer") {
  char name[] = "/tmp/soleil-net-XXXXXX";
  const int fd = ::mkstemp(name);
  ::unlink(name);
  std::string content(9'000'000, ' ');
  for (size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i * i % 23);
  REQUIRE(::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
  const auto owner = std::shared_ptr<void>(nullptr, [fd](void*) { ::close(fd); });
  routes.push_back(
      {Method::get,
       "/file",
       [&](const Request& request) {
         return file_response(request, FileBody{fd, 0, 9'000'000, owner}, "\"e\"", "video/mp4");
       },
       {},
       &pool});
  RawClient client(start(), 16 << 10);
  CHECK(client.ask(get("/file", "Range: bytes=5-14\r\n")).body == content.substr(5, 10));
  const auto whole = client.ask(get("/file"));
  CHECK(whole.status == 200);
  CHECK(whole.body == content);
  const auto last = client.ask(get("/file", "Range: bytes=-4000001\r\n"));
  CHECK(last.status == 206);
  CHECK(last.head.find("Content-Range: bytes 4999999-8999999/9000000") != std::string::npos);
  CHECK(last.body == content.substr(4'999'999));
  CHECK(client.ask(get("/file", "Range: bytes=9000000-\r\n")).status == 416);
  CHECK(client.ask(get("/file", "If-None-Match: \"e\"\r\n")).status == 304);
  client.send("HEAD /file HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(client.answer(true).head.find("Content-Length: 9000000") != std::string::npos);
  REQUIRE(::ftruncate(fd, 100) ==
          0);  // shorter than promised: the connection breaks, never the framing
  CHECK(client.ask(get("/file")).body == content.substr(0, 100));
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(NetFixture, "a client that leaves in the middle of a file harms nobody") {
  const int fd = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);  // some large file
  const off_t size = ::lseek(fd, 0, SEEK_END);
  const auto owner = std::shared_ptr<void>(nullptr, [fd](void*) { ::close(fd); });
  routes.push_back({Method::get, "/file", [=](const Request& request) {
                      return file_response(request, FileBody{fd, 0, size, owner}, "\"e\"", "x/y");
                    }});
  const auto port = start();
  for (int i = 0; i < 50; ++i) {
    RawClient client(port, 4096);
    client.send(get("/file"));
    client.fill();
  }
  RawClient client(port);
  CHECK(client.ask(get("/hello")).status == 200);
}

TEST_CASE_FIXTURE(NetFixture, "stop: idle ones close at once, answers under way are finished") {
  std::atomic<bool> running{false};
  routes.push_back({Method::get,
                    "/slow",
                    [&](const Request&) {
                      running = true;
                      std::this_thread::sleep_for(std::chrono::milliseconds(150));
                      return Response::text(200, "done", "text/plain");
                    },
                    {},
                    &pool});
  const auto port = start();
  RawClient idle(port), busy(port);
  CHECK(idle.ask(get("/hello")).status == 200);
  busy.send(get("/slow"));
  while (!running) std::this_thread::yield();
  std::thread stopper([&] { server->stop(3000); });
  CHECK(idle.closed());
  CHECK(busy.answer().body == "done");
  CHECK(busy.closed());
  stopper.join();
}

TEST_CASE_FIXTURE(NetFixture, "stop: after the grace, what is left is cut") {
  routes.push_back({Method::get,
                    "/slow",
                    [&](const Request&) {
                      std::this_thread::sleep_for(std::chrono::milliseconds(300));
                      return Response::empty(204);
                    },
                    {},
                    &pool});
  RawClient client(start());
  client.send(get("/slow"));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto before = clock.monotonic_ms();
  server->stop(20);
  CHECK(clock.monotonic_ms() - before < 250);
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(NetFixture, "addresses: port in use, not an address, IPv6") {
  const auto port = start();
  const auto again = HttpServer::start("127.0.0.1", port, routes, {}, limits, log, metrics);
  REQUIRE_FALSE(again);
  CHECK(again.error().reason == "port_in_use");
  const auto bad = HttpServer::start("here", 0, routes, {}, limits, log, metrics);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().reason == "bad_address");
  const auto both = HttpServer::start("::", 0, routes, {}, limits, log, metrics);
  if (both) CHECK(RawClient((*both)->port()).ask(get("/hello")).status == 200);  // no IPv6: skipped
}

TEST_SUITE_END();
