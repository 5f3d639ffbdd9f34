// Connection, the part that answers: responses, events, deadlines and the end.
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <cerrno>

#include "net/connection.h"

namespace soleil {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Fewer bytes than this in a whole stall window is a stall too: one byte every half minute is an
// attack.
constexpr int64_t kStallBytesMin = 1024;
constexpr int64_t kLingerMsMax = 10'000;
constexpr int64_t kHeartbeatMs = 15'000;
constexpr size_t kKeptBytesMax = 4 << 10;  // larger buffers are given back between requests

}  // namespace

void Connection::refuse(int status, std::string reason, std::string what) {
  const Code code = status == 413 ? Code::too_large : Code::invalid;
  respond(refusal(status, {code, std::move(reason), std::move(what)}));
}

void Connection::respond(Response response) {
  const auto& hooks = loop_.service().hooks;
  if (hooks.finish) hooks.finish(request_, response);
  if (feed_) loop_.abandon(std::exchange(feed_, nullptr));
  chunk_ = {};
  if (!body_done_ || loop_.draining()) close_after_ = true;
  if (auto* events = std::get_if<EventBody>(&response.body)) {
    close_after_ = true;
    if (request_.method != Method::head) events_start_ = std::move(events->start);
  }
  const bool http_1_0 = body_done_ && parser_.http_1_0();
  const Framing framing{request_.method == Method::head, close_after_, http_1_0};
  writer_.start(std::move(response), framing, loop_.date());
  state_ = State::writing;
  deadline_ms_ = 0;
  moved_bytes_ = 0;
}

bool Connection::write_response() {
  const auto progress = writer_.write(socket_.native_handle());
  moved_bytes_ = writer_.sent();
  switch (progress) {
    case ResponseWriter::Progress::done:
      on_response_sent();
      return true;
    case ResponseWriter::Progress::failed:
      close();
      return false;
    case ResponseWriter::Progress::paused:
      asio::post(loop_.io(), [self = shared_from_this()] { self->advance(); });
      return false;
    case ResponseWriter::Progress::blocked:
      break;
  }
  if (deadline_ms_ == 0) set_deadline(loop_.service().limits.write_stall_ms_max);
  wait_writable();
  return false;
}

void Connection::wait_writable() {
  socket_.async_wait(asio::posix::stream_descriptor::wait_write,
                     [self = shared_from_this()](const error_code& error) {
                       if (!error && self->state_ != State::closed) self->advance();
                     });
}

void Connection::on_response_sent() {
  loop_.count(request_.method, writer_.status(), started_us_);
  if (events_start_) return begin_events();
  if (!close_after_ && !loop_.draining()) return next_request();
  if (body_done_ && in_.empty()) return close();
  linger();
}

void Connection::next_request() {
  state_ = State::head;
  started_us_ = 0;
  parser_.reset();
  request_.method = Method::get;
  request_.headers.clear();
  request_.parameters.clear();
  if (request_.body.capacity() > kKeptBytesMax) request_.body = {};
  request_.body.clear();
  if (in_.capacity() > kKeptBytesMax && in_.empty()) in_.resize(kKeptBytesMax / 4);
  set_deadline(loop_.service().limits.idle_ms_max);
}

// Closing with unread bytes would make the kernel send RST, which can destroy the answer before the
// client reads it: so say that we are done and read on for a moment (RFC 9112 section 9.6).
void Connection::linger() {
  ::shutdown(socket_.native_handle(), SHUT_WR);
  state_ = State::lingering;
  set_deadline(std::min(kLingerMsMax, loop_.service().limits.body_stall_ms_max));
}

void Connection::begin_events() {
  state_ = State::events;
  deadline_ms_ = 0;
  heartbeat_ms_ = loop_.now_ms() + kHeartbeatMs;
  auto wake = [weak = weak_from_this(), &io = loop_.io()] {
    asio::post(io, [weak] {
      if (const auto self = weak.lock()) self->flush_events();
    });
  };
  events_ = std::make_shared<EventChannel>(std::move(wake));
  auto start = std::exchange(events_start_, nullptr);
  if (!route_ || !route_->pool) return start(events_->stream());
  const auto posted =
      route_->pool->post([start = std::move(start), stream = events_->stream()] { start(stream); });
  if (!posted) close();  // the client reconnects by itself
}

void Connection::flush_events() {
  if (state_ != State::events || events_blocked_) return;
  auto taken = events_->take();
  events_out_ += taken.bytes;
  events_ended_ |= taken.ended;
  if (!events_out_.empty()) heartbeat_ms_ = loop_.now_ms() + kHeartbeatMs;
  if (!send_events()) return close();
  if (events_blocked_) {
    set_deadline(loop_.service().limits.write_stall_ms_max);
    socket_.async_wait(asio::posix::stream_descriptor::wait_write,
                       [self = shared_from_this()](const error_code& error) {
                         if (error) return;
                         self->events_blocked_ = false;
                         self->deadline_ms_ = 0;
                         self->flush_events();
                       });
  } else if (events_ended_) {
    close();
  }
}

bool Connection::send_events() {
  while (!events_out_.empty()) {
    const ssize_t n = ::send(socket_.native_handle(), events_out_.data(), events_out_.size(),
                             MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return events_blocked_ = true, errno == EAGAIN;
    events_out_.erase(0, static_cast<size_t>(n));
  }
  return true;
}

void Connection::heartbeat(int64_t now_ms) {
  if (events_blocked_ || now_ms < heartbeat_ms_) return;
  events_out_ += ":\n\n";
  flush_events();
}

void Connection::sweep(int64_t now_ms) {
  if (feed_retry_ && state_ == State::waiting) feed_sink();
  if (state_ == State::events) heartbeat(now_ms);
  if (deadline_ms_ != 0 && now_ms >= deadline_ms_) on_deadline();
}

bool Connection::moved_enough(int64_t window_ms) {
  if (moved_bytes_ - window_bytes_ < kStallBytesMin) return false;
  set_deadline(window_ms);
  return true;
}

void Connection::on_deadline() {
  const auto& limits = loop_.service().limits;
  switch (state_) {
    case State::head:
      if (started_us_ == 0) return close();
      body_done_ = false;
      return refuse_late(408, "header_timeout", "The request headers took too long.");
    case State::body:
      if (moved_enough(limits.body_stall_ms_max)) return;
      return refuse_late(408, "body_timeout", "The request body came too slowly.");
    case State::waiting:
      feed_retry_ = false;
      respond(error_response({Code::overloaded, "busy", "The server is busy. Try again soon."}));
      return advance();
    case State::writing:
      if (moved_enough(limits.write_stall_ms_max)) return;
      return close();
    case State::events:
    case State::lingering:
      return close();
    case State::closed:
      return;
  }
}

// A read is under way, so this answer is written in one go: a client that has not taken it by now
// gets the end only. The read goes on as the lingering one.
void Connection::refuse_late(int status, std::string reason, std::string what) {
  refuse(status, std::move(reason), std::move(what));
  writer_.write(socket_.native_handle());
  loop_.count(request_.method, status, started_us_);
  linger();
}

void Connection::drain() {
  const bool idle = state_ == State::head && started_us_ == 0;
  if (idle || state_ == State::events || state_ == State::lingering) return close();
  close_after_ = true;
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  if (feed_) loop_.abandon(std::exchange(feed_, nullptr));
  if (events_) events_->close();
  error_code ignored;
  socket_.close(ignored);
  loop_.remove(*this);
}

}  // namespace soleil
