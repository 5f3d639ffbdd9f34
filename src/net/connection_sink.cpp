// Connection, the part that hands a streamed body to a sink: while the sink is busy nothing is
// read, so that a fast client waits in its own send buffer.
#include <boost/asio/post.hpp>

#include "net/connection.h"

namespace soleil {

namespace asio = boost::asio;

void Connection::open_sink() {
  state_ = State::waiting;
  deadline_ms_ = 0;
  auto request = std::make_shared<Request>(std::move(request_));
  auto task = [weak = weak_from_this(), loop = loop_.shared_from_this(), route = route_, request] {
    using Outcome = std::variant<std::shared_ptr<SinkFeed>, Response>;
    auto opened = route->stream(*request);
    Outcome outcome;
    if (auto* sink = std::get_if<std::unique_ptr<BodySink>>(&opened)) {
      outcome = std::make_shared<SinkFeed>(std::move(*sink), route->pool);
    } else {
      outcome = std::move(std::get<Response>(opened));
    }
    asio::post(loop->io(), [weak, request, outcome = std::move(outcome)]() mutable {
      if (const auto self = weak.lock()) self->on_sink(std::move(*request), std::move(outcome));
    });
  };
  if (!route_->pool) return task();
  const auto posted = route_->pool->post(std::move(task));
  if (posted) return;
  request_ = std::move(*request);
  respond(error_response(posted.error()));
}

void Connection::on_sink(Request request,
                         std::variant<std::shared_ptr<SinkFeed>, Response> outcome) {
  auto* feed = std::get_if<std::shared_ptr<SinkFeed>>(&outcome);
  if (state_ == State::closed) {
    if (feed) loop_.abandon(std::move(*feed));
    return;
  }
  request_ = std::move(request);
  if (feed) {
    feed_ = std::move(*feed);
    begin_body();
  } else {
    respond(std::move(std::get<Response>(outcome)));
  }
  advance();
}

void Connection::feed_sink() {
  if (!feed_retry_) deadline_ms_ = 0;
  state_ = State::waiting;
  auto then = [weak = weak_from_this(),
               loop = loop_.shared_from_this()](std::optional<Response> answer) {
    asio::post(loop->io(), [weak, answer = std::move(answer)]() mutable {
      if (const auto self = weak.lock()) self->on_fed(std::move(answer));
    });
  };
  const auto fed = feed_->feed(chunk_, body_done_, std::move(then));
  if (fed) {
    feed_retry_ = false;
    deadline_ms_ = 0;
    chunk_.clear();
  } else if (!feed_retry_) {  // the pool is full: the body waits, tick by tick, for as long as a
                              // stall may last
    feed_retry_ = true;
    set_deadline(loop_.service().limits.body_stall_ms_max);
  }
}

void Connection::on_fed(std::optional<Response> answer) {
  if (state_ == State::closed) return;
  if (gone_) return close();
  if (answer) {
    feed_.reset();
    respond(std::move(*answer));
  } else {
    state_ = State::body;
    set_deadline(loop_.service().limits.body_stall_ms_max);
  }
  advance();
}

}  // namespace soleil
