// Streamed request bodies, and streams of events.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "net/event_channel.h"
#include "net/net_fixture.h"

using namespace soleil;

TEST_SUITE_BEGIN("net");

namespace {

struct Seen {  // what the sinks of one test saw
  std::mutex mutex;
  std::condition_variable changed;
  std::string bytes;
  int chunks = 0, finished = 0, cut_off = 0;
  std::atomic<int> inside{0}, most_inside{0};
  std::atomic<int> write_ms{0};
  std::atomic<bool> refuse{false};

  template <class Condition>
  bool wait(Condition condition) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(3), condition);
  }
};

class SeenSink final : public BodySink {
 public:
  explicit SeenSink(Seen& seen) : seen_(seen) {}
  Result<void> write(std::string_view chunk) override {
    seen_.most_inside = std::max<int>(seen_.most_inside, ++seen_.inside);
    std::this_thread::sleep_for(std::chrono::milliseconds(seen_.write_ms));
    --seen_.inside;
    std::lock_guard lock(seen_.mutex);
    seen_.bytes += chunk;
    ++seen_.chunks;
    seen_.changed.notify_all();
    if (seen_.refuse) return fail(Code::conflict, "wrong_offset", "Ask where to go on.");
    return {};
  }
  Response finish(bool complete) override {
    std::lock_guard lock(seen_.mutex);
    ++(complete ? seen_.finished : seen_.cut_off);
    seen_.changed.notify_all();
    return Response::empty(204);
  }

 private:
  Seen& seen_;
};

struct StreamFixture : NetFixture {
  Seen seen;
  StreamFixture() {
    routes.push_back({.method = Method::patch,
                      .pattern = "/files/{id}",
                      .stream = [this](const Request& request)
                          -> std::variant<std::unique_ptr<BodySink>, Response> {
                        if (request.parameters[0] == "no") return Response::empty(404);
                        return std::make_unique<SeenSink>(seen);
                      },
                      .pool = &pool,
                      .body_bytes_max = 64 << 20});
  }
  ~StreamFixture() {
    server.reset();
    pool.stop();
  }
};

std::string patch(std::string_view target, size_t length) {
  return "PATCH " + std::string(target) +
         " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

}  // namespace

TEST_CASE_FIXTURE(StreamFixture, "a streamed body arrives whole, in order, one chunk at a time") {
  RawClient client(start());
  std::string body(5'000'000, ' ');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i * i % 23);
  for (int round = 1; round <= 2; ++round) {  // the connection is kept
    CHECK(client.ask(patch("/files/1", body.size()) + body).status == 204);
    CHECK(seen.bytes == body);
    CHECK(seen.finished == round);
    seen.bytes.clear();
  }
  CHECK(seen.most_inside == 1);
  CHECK(client.ask(patch("/files/1", 0)).status == 204);
  CHECK(client
            .ask("PATCH /files/1 HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "3\r\nabc\r\n0\r\n\r\n")
            .status == 204);
  CHECK(seen.bytes == "abc");
  CHECK(seen.cut_off == 0);
}

TEST_CASE_FIXTURE(StreamFixture, "time in the sink is not the client's") {
  seen.write_ms = 60;
  limits.body_stall_ms_max = 40;
  RawClient client(start());
  std::thread sender([&] { client.send(patch("/files/1", 1 << 20) + std::string(1 << 20, 'x')); });
  CHECK(client.answer().status == 204);
  CHECK(seen.bytes.size() == 1 << 20);
  sender.join();
}

TEST_CASE_FIXTURE(StreamFixture, "a slow sink holds the client back") {
  constexpr size_t kBytes = 32 << 20;
  seen.write_ms = 3;
  RawClient client(start());
  size_t written_when_sent = 0;
  std::thread sender([&] {
    client.send(patch("/files/1", kBytes) + std::string(kBytes, 'x'));
    std::lock_guard lock(seen.mutex);
    written_when_sent = seen.bytes.size();
  });
  CHECK(client.answer().status == 204);
  sender.join();
  CHECK(written_when_sent > kBytes / 4);  // the rest fits the sockets' buffers
  CHECK(seen.bytes.size() == kBytes);
  CHECK(seen.most_inside == 1);
}

TEST_CASE_FIXTURE(StreamFixture, "an answer before the body, and an error in the middle of it") {
  const auto port = start();
  RawClient early(port);
  CHECK(early.ask(patch("/files/no", 1 << 20)).status == 404);
  CHECK(early.closed());
  seen.refuse = true;
  RawClient middle(port);
  std::thread sender([&] { middle.send(patch("/files/1", 8 << 20) + std::string(8 << 20, 'x')); });
  const auto answer = middle.answer();
  CHECK(answer.status == 409);
  CHECK(answer.body.find("wrong_offset") != std::string::npos);
  sender.join();
  CHECK(seen.chunks == 1);
  CHECK(seen.finished + seen.cut_off == 0);
  RawClient large(port);
  CHECK(large.ask(patch("/files/1", 65 << 20)).status == 413);
}

TEST_CASE_FIXTURE(StreamFixture,
                  "a client that leaves: its bytes are kept, finish(false) follows") {
  const auto port = start();
  {
    RawClient client(port);
    client.send(patch("/files/1", 1000) + "abc");
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  CHECK(seen.wait([&] { return seen.cut_off == 1; }));
  CHECK(seen.bytes == "abc");
  CHECK(seen.finished == 0);
}

TEST_CASE_FIXTURE(StreamFixture, "stop cuts an upload with finish(false)") {
  RawClient client(start());
  client.send(patch("/files/1", 1000) + "abc");
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  server->stop(50);
  CHECK(seen.wait([&] { return seen.cut_off == 1; }));
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(StreamFixture, "a pool that is full for a moment delays an upload, no more") {
  RawClient client(start());
  client.send(patch("/files/1", 4) + "ab");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  for (int i = 0; i < 6; ++i)
    (void)pool.post([] { std::this_thread::sleep_for(std::chrono::milliseconds(60)); });
  CHECK(client.ask("cd").status == 204);
  CHECK(seen.bytes == "abcd");
}

TEST_CASE_FIXTURE(NetFixture, "events: sent from any thread, ended by dropping the stream") {
  std::shared_ptr<EventStream> stream;
  std::atomic<bool> open{false};
  routes.push_back({Method::get,
                    "/events",
                    [&](const Request&) {
                      Response response;
                      response.headers.set("Content-Type", "text/event-stream");
                      response.body = EventBody{[&](std::shared_ptr<EventStream> given) {
                        stream = std::move(given);
                        open = true;
                      }};
                      return response;
                    },
                    {},
                    &pool});
  RawClient client(start());
  client.send(get("/events"));
  CHECK(client.until("\r\n\r\n").find("text/event-stream") != std::string::npos);
  while (!open) std::this_thread::yield();
  for (int i = 0; i < 100; ++i) {
    REQUIRE(stream->send("progress", std::to_string(i), "7"));
    REQUIRE(client.until("\n\n") == "id: 7\nevent: progress\ndata: " + std::to_string(i) + "\n\n");
  }
  stream.reset();
  CHECK(client.closed());
}

TEST_CASE_FIXTURE(NetFixture, "events: send() is false once the client is gone or full") {
  std::shared_ptr<EventStream> stream;
  std::atomic<bool> open{false};
  routes.push_back({Method::get, "/events", [&](const Request&) {
                      Response response;
                      response.body = EventBody{[&](std::shared_ptr<EventStream> given) {
                        stream = std::move(given);
                        open = true;
                        open.notify_all();
                      }};
                      return response;
                    }});
  const auto port = start();
  {
    RawClient client(port);
    client.send(get("/events"));
    open.wait(false);
  }
  int sent = 0;
  while (stream->send("e", "d") && ++sent < 1000)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(sent < 1000);
  open = false;
  RawClient lazy(port, 4096);
  lazy.send(get("/events"));
  open.wait(false);
  const std::string large(8000, 'x');
  for (sent = 0; sent < 5000 && stream->send("e", large); ++sent) {
  }
  CHECK(sent < 5000);
  open = false;
  RawClient last(port);
  last.send(get("/events"));
  open.wait(false);
  server->stop(1000);  // ends streams at once; one still held by a handler is harmless
  CHECK_FALSE(stream->send("e", "d"));
}

TEST_CASE("events: the wire format can't be broken by data") {
  CHECK(format_event("e", "a\nb\r\nc", "1\n2") == "id: 1\nevent: e\ndata: a\ndata: b\ndata: c\n\n");
  CHECK(format_event("", "", "") == "data: \n\n");
}

TEST_SUITE_END();
