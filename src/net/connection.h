// Connection: one client, from accept to close, on one Loop's thread. A state machine: step() does
// what the state allows without waiting; at most one asynchronous operation is outstanding (two
// while a stream of events is open).
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/event_channel.h"
#include "net/loop.h"
#include "net/read_buffer.h"
#include "net/request_parser.h"
#include "net/response_writer.h"
#include "net/sink_feed.h"

namespace soleil {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, int socket);

  void start();
  void sweep(int64_t now_ms);  // each tick: deadlines, heartbeats, retries
  void drain();                // close when idle, else after the answer under way
  void close();

  size_t slot = 0;  // the Loop's

 private:
  enum class State { head, body, waiting, writing, events, lingering, closed };

  void advance();
  bool step();  // true: there may be more to do at once
  void read_more();
  void on_gone();
  void wait_writable();
  void set_deadline(int64_t ms_from_now);
  void on_deadline();
  bool moved_enough(int64_t window_ms);

  // A request comes in: connection.cpp
  bool read_head();
  void dispatch();
  void no_route(const std::string& allow);
  void begin_body();
  bool read_body();
  bool take_body();
  void run_handler();
  void on_handled(Request request, Response response);

  // Its body goes to a sink: connection_sink.cpp
  void open_sink();
  void on_sink(Request request, std::variant<std::shared_ptr<SinkFeed>, Response> outcome);
  void feed_sink();
  void on_fed(std::optional<Response> answer);

  // The answer goes out: connection_answer.cpp
  void respond(Response response);
  void refuse(int status, std::string reason, std::string what);
  void refuse_late(int status, std::string reason, std::string what);
  bool write_response();
  void on_response_sent();
  void next_request();
  void linger();
  void begin_events();
  void flush_events();
  bool send_events();
  void heartbeat(int64_t now_ms);

  Loop& loop_;
  boost::asio::posix::stream_descriptor socket_;
  std::string peer_;
  State state_ = State::head;
  int64_t deadline_ms_ = 0;   // 0: none
  int64_t moved_bytes_ = 0;   // of the body under way, in or out
  int64_t window_bytes_ = 0;  // moved_bytes_ when the deadline was set
  int64_t started_us_ = 0;    // of the request under way; 0: none

  ReadBuffer in_;
  RequestParser parser_;
  Request request_;
  const Route* route_ = nullptr;
  size_t body_bytes_max_ = 0;
  uint64_t body_bytes_ = 0;
  bool body_done_ = false;
  bool close_after_ = false;
  bool gone_ = false;  // the client closed while its last chunk was on the way to the sink

  ResponseWriter writer_;
  std::shared_ptr<SinkFeed> feed_;
  std::string chunk_;
  bool feed_retry_ = false;

  std::function<void(std::shared_ptr<EventStream>)> events_start_;
  std::shared_ptr<EventChannel> events_;
  std::string events_out_;
  bool events_ended_ = false, events_blocked_ = false;
  int64_t heartbeat_ms_ = 0;  // when the next one is due
};

}  // namespace soleil
