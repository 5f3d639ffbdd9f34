#include "net/sink_feed.h"

#include "base/check.h"

namespace soleil {

Result<void> SinkFeed::run(std::function<void()> task) {
  if (pool_) return pool_->post(std::move(task));
  task();
  return {};
}

Result<void> SinkFeed::feed(std::string& chunk, bool last, Then then) {
  auto bytes = std::make_shared<std::string>(std::move(chunk));
  {
    std::lock_guard lock(mutex_);
    SOLEIL_CHECK(state_ == State::idle);
    state_ = State::busy;
  }
  auto posted = run([self = shared_from_this(), bytes, last, then = std::move(then)] {
    auto answer = self->write(*bytes, last);
    then(std::move(answer));
  });
  if (posted) return {};
  chunk = std::move(*bytes);
  std::lock_guard lock(mutex_);
  state_ = State::idle;
  return posted;
}

std::optional<Response> SinkFeed::write(const std::string& chunk, bool last) {
  std::optional<Response> answer;
  if (!chunk.empty())
    if (const auto written = sink_->write(chunk); !written)
      answer = error_response(written.error());
  if (!answer && last) answer = sink_->finish(true);
  bool gone = false;
  {
    std::lock_guard lock(mutex_);
    gone = state_ == State::abandoned;
    state_ = answer || gone ? State::finished : State::idle;
  }
  if (gone && !answer) sink_->finish(false);
  if (answer || gone) sink_.reset();
  return answer;
}

void SinkFeed::finish_early() {
  sink_->finish(false);
  sink_.reset();
}

bool SinkFeed::abandon() {
  std::lock_guard lock(mutex_);
  if (state_ == State::busy) state_ = State::abandoned;
  if (state_ != State::idle) return true;
  const auto posted = run([self = shared_from_this()] { self->finish_early(); });
  if (posted) {
    state_ = State::finished;
  } else if (posted.error().code == Code::cancelled) {  // the pool is gone: nobody else can run
    state_ = State::finished;
    finish_early();
  }
  return state_ == State::finished;
}

}  // namespace soleil
