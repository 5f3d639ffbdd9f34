// SinkFeed: hands the chunks of a streamed body to a BodySink on the route's pool, one at a time.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/pool.h"
#include "base/result.h"
#include "net/http.h"

namespace soleil {

class SinkFeed : public std::enable_shared_from_this<SinkFeed> {
 public:
  SinkFeed(std::unique_ptr<BodySink> sink, Pool* pool) : sink_(std::move(sink)), pool_(pool) {}

  // Writes `chunk`, then finishes when `last`. `then` is called on the pool with the answer, if
  // there is one: an error of write(), or what finish() gave. Not again before that. On an error
  // here (pool full) `chunk` is left as it was.
  using Then = std::function<void(std::optional<Response>)>;
  Result<void> feed(std::string& chunk, bool last, Then then);

  // The client went away: finish(false) runs once the chunk under way is done. False: the pool is
  // full, ask again.
  bool abandon();

 private:
  enum class State { idle, busy, abandoned, finished };
  Result<void> run(std::function<void()> task);
  std::optional<Response> write(const std::string& chunk, bool last);
  void finish_early();

  std::unique_ptr<BodySink> sink_;
  Pool* const pool_;
  std::mutex mutex_;
  State state_ = State::idle;
};

}  // namespace soleil
