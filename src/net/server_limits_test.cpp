// What slow, greedy and silent clients meet.
#include <vector>

#include "net/net_fixture.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {

void trickle(RawClient& client, std::string_view bytes, int gap_ms) {
  for (const char c : bytes) {
    if (!client.send(std::string_view(&c, 1))) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(gap_ms));
  }
}

}  // namespace

TEST_CASE_FIXTURE(NetFixture, "slowloris: a head that trickles in gets 408") {
  limits.header_ms_max = 150;
  RawClient client(start());
  const auto before = clock.monotonic_ms();
  std::thread slow([&] { trickle(client, get("/hello", std::string(60, 'x') + ": y\r\n"), 10); });
  const auto answer = client.answer();
  CHECK(answer.status == 408);
  CHECK(answer.body.find("header_timeout") != std::string::npos);
  CHECK(clock.monotonic_ms() - before < 600);
  slow.join();
}

TEST_CASE_FIXTURE(NetFixture, "a body that stalls or trickles gets 408") {
  limits.body_stall_ms_max = 150;
  const auto port = start();
  RawClient stalls(port);
  CHECK(stalls.ask("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc").status == 408);
  RawClient trickles(port);
  std::thread slow(
      [&] { trickle(trickles, post("/echo", std::string(90, 'x')).substr(0, 120), 5); });
  CHECK(trickles.answer().status == 408);
  slow.join();
}

TEST_CASE_FIXTURE(NetFixture, "a steady body may take longer than the stall limit") {
  limits.body_stall_ms_max = 150;
  RawClient client(start());
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 20000\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    client.send(std::string(1000, 'x'));
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  CHECK(client.answer().status == 200);
}

TEST_CASE_FIXTURE(NetFixture, "idle connections close without a word") {
  limits.idle_ms_max = 100;
  const auto port = start();
  RawClient silent(port), used(port);
  CHECK(used.ask(get("/hello")).status == 200);
  CHECK(silent.all(1000).empty());
  CHECK(silent.closed());
  CHECK(used.all(1000).empty());
  CHECK(used.closed());
}

TEST_CASE_FIXTURE(NetFixture, "a client that does not read its answer is cut") {
  limits.write_stall_ms_max = 150;
  routes.push_back({Method::get, "/big", [](const Request&) {
                      return Response::text(200, std::string(20'000'000, 'x'), "text/plain");
                    }});
  RawClient client(start(), 4096);
  client.send(get("/big"));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(client.all().size() < 20'000'000);
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(NetFixture, "one connection too many is told so") {
  limits.connections_max = 3;
  const auto port = start();
  std::vector<std::unique_ptr<RawClient>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<RawClient>(port));
    CHECK(held.back()->ask(get("/hello")).status == 200);
  }
  RawClient extra(port);
  const auto answer = extra.answer();
  CHECK(answer.status == 503);
  CHECK(answer.body.find("too_many_connections") != std::string::npos);
  CHECK(answer.head.find("Retry-After: ") != std::string::npos);
  held.pop_back();
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    RawClient later(port);
    status = later.ask(get("/hello")).status;
  }
  CHECK(status == 200);
}

TEST_CASE_FIXTURE(NetFixture, "slow ones don't starve others") {
  routes.push_back({Method::get, "/big", [](const Request&) {
                      return Response::text(200, std::string(4'000'000, 'x'), "text/plain");
                    }});
  const auto port = start();
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<RawClient>(port, 4096));
    slow.back()->send(i % 2 ? get("/big") : "GET /hello HT");
  }
  RawClient client(port);
  const auto before = clock.monotonic_ms();
  for (int i = 0; i < 200; ++i) REQUIRE(client.ask(get("/hello")).status == 200);
  CHECK(clock.monotonic_ms() - before < 1000);
}

TEST_SUITE_END();
