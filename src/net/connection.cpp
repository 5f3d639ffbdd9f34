#include "net/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "net/forwarded.h"

namespace soleil {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr size_t kIdleBytes = 1 << 10;   // read buffer between requests
constexpr size_t kBodyBytes = 64 << 10;  // while a body comes in
constexpr size_t kSinkChunkBytes = 256 << 10;
constexpr int kStepsPerTurn = 64;              // then other connections run
constexpr size_t kReserveBytesMax = 64 << 10;  // a Content-Length is only a claim

std::string peer_address(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "";
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in&>(address).sin_addr, text, sizeof text);
  if (address.ss_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  const std::string_view mapped = "::ffff:";  // IPv4 over a dual-stack socket
  const std::string_view all = text;
  const bool is_v4 = all.starts_with(mapped) && all.find('.') != std::string_view::npos;
  return std::string(is_v4 ? all.substr(mapped.size()) : all);
}

}  // namespace

Connection::Connection(Loop& loop, int socket)
    : loop_(loop),
      socket_(loop.io(), socket),
      peer_(peer_address(socket)),
      parser_(loop.service().limits.header_bytes_max) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  in_.resize(kIdleBytes);
}

void Connection::start() {
  set_deadline(loop_.service().limits.idle_ms_max);
  advance();
}

void Connection::advance() {
  for (int i = 0; i < kStepsPerTurn; ++i)
    if (!step()) return;
  asio::post(loop_.io(), [self = shared_from_this()] { self->advance(); });
}

bool Connection::step() {
  switch (state_) {
    case State::head:
      return read_head();
    case State::body:
      return read_body();
    case State::writing:
      return write_response();
    case State::events:  // only to notice that the client leaves
    case State::lingering:
      in_.clear();
      read_more();
      return false;
    case State::waiting:
    case State::closed:
      return false;
  }
  return false;
}

void Connection::read_more() {
  const auto [data, size] = in_.room();
  socket_.async_read_some(asio::buffer(data, size),
                          [self = shared_from_this()](const error_code& error, size_t n) {
                            if (self->state_ == State::closed) return;
                            if (error) return self->on_gone();
                            self->in_.commit(n);
                            self->advance();
                          });
}

void Connection::on_gone() {
  if (state_ != State::body || !feed_ || chunk_.empty()) return close();
  gone_ = true;  // what came is worth keeping: tus resumes after it
  feed_sink();
}

void Connection::set_deadline(int64_t ms_from_now) {
  deadline_ms_ = loop_.now_ms() + ms_from_now;
  window_bytes_ = moved_bytes_;
}

bool Connection::read_head() {
  if (in_.empty()) {
    if (loop_.draining()) return close(), false;
    return read_more(), false;
  }
  const auto& limits = loop_.service().limits;
  if (started_us_ == 0) {
    started_us_ = loop_.now_us();
    deadline_ms_ = started_us_ / 1000 + limits.header_ms_max;
  }
  switch (parser_.head(in_.bytes(), request_)) {
    case RequestParser::Progress::need_more:
      if (in_.full()) in_.resize(std::min(in_.capacity() * 4, limits.header_bytes_max));
      read_more();
      return false;
    case RequestParser::Progress::refused:
      body_done_ = false;
      respond(refusal(parser_.refusal().status, parser_.refusal().error));
      return true;
    case RequestParser::Progress::done:
      break;
  }
  in_.consume(parser_.used());
  dispatch();
  return true;
}

void Connection::dispatch() {
  const Service& service = loop_.service();
  request_.peer = client_address(peer_, request_.headers, service.trusted_proxies);
  body_done_ = !parser_.has_body();
  body_bytes_ = 0;
  route_ = nullptr;
  if (!parser_.keep_alive()) close_after_ = true;
  if (request_.method == Method::other)
    return refuse(501, "bad_method", "This server does not know the method.");
  if (service.hooks.filter)
    if (auto answer = service.hooks.filter(request_)) return respond(std::move(*answer));
  const auto match =
      service.router.match(request_.method, raw_path(request_.target), request_.parameters);
  if (!match.route) return no_route(match.allow);
  route_ = match.route;
  body_bytes_max_ = route_->body_bytes_max ? route_->body_bytes_max : service.limits.body_bytes_max;
  if (parser_.content_length().value_or(0) > body_bytes_max_)
    return refuse(413, "body_too_large", "The request body is larger than this address takes.");
  if (route_->stream) return open_sink();
  begin_body();
}

void Connection::no_route(const std::string& allow) {
  if (allow.empty())
    return respond(refusal(404, {Code::not_found, "no_such_address", "There is nothing here."}));
  Response response = Response::empty(204);
  if (request_.method != Method::options)
    response = refusal(405, {Code::invalid, "method_not_allowed", "Use one of: " + allow + "."});
  response.headers.add("Allow", allow);
  respond(std::move(response));
}

void Connection::begin_body() {
  if (body_done_ && !feed_) return run_handler();
  state_ = State::body;
  moved_bytes_ = 0;
  set_deadline(loop_.service().limits.body_stall_ms_max);
  const auto length = parser_.content_length().value_or(0);
  if (!feed_) request_.body.reserve(std::min<uint64_t>(length, kReserveBytesMax));
  in_.resize(std::max(in_.capacity(), kBodyBytes));
  if (!parser_.expects_continue() || !in_.empty()) return;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  // 25 bytes into an empty send buffer: a refusal means that the client is gone, which reading will
  // find out.
  [[maybe_unused]] const auto n =
      ::send(socket_.native_handle(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL);
}

bool Connection::read_body() {
  if (!take_body()) return true;
  if (body_done_ && !feed_) return run_handler(), true;
  if (body_done_ || chunk_.size() >= kSinkChunkBytes) return feed_sink(), true;
  read_more();
  return false;
}

bool Connection::take_body() {
  std::string& out = feed_ ? chunk_ : request_.body;
  const size_t before = out.size();
  const auto progress = parser_.body(in_.bytes(), out);
  in_.consume(parser_.used());
  body_bytes_ += out.size() - before;
  moved_bytes_ = static_cast<int64_t>(body_bytes_);
  if (progress == RequestParser::Progress::refused) {
    respond(refusal(parser_.refusal().status, parser_.refusal().error));
    return false;
  }
  if (body_bytes_ > body_bytes_max_) {
    refuse(413, "body_too_large", "The request body is larger than this address takes.");
    return false;
  }
  body_done_ = progress == RequestParser::Progress::done;
  return true;
}

// The task owns what it needs: the connection, and even the server, may be gone when the pool is
// done.
void Connection::run_handler() {
  if (!route_->pool) return respond(route_->handler(request_));
  state_ = State::waiting;
  deadline_ms_ = 0;
  auto request = std::make_shared<Request>(std::move(request_));
  const auto posted = route_->pool->post(
      [weak = weak_from_this(), loop = loop_.shared_from_this(), route = route_, request] {
        Response response = route->handler(*request);
        asio::post(loop->io(), [weak, request, response = std::move(response)]() mutable {
          if (const auto self = weak.lock())
            self->on_handled(std::move(*request), std::move(response));
        });
      });
  if (posted) return;
  request_ = std::move(*request);
  respond(error_response(posted.error()));
}

void Connection::on_handled(Request request, Response response) {
  if (state_ == State::closed) return;
  request_ = std::move(request);
  respond(std::move(response));
  advance();
}

}  // namespace soleil
