#include "ledger/batch_loop.h"

#include <chrono>

namespace soleil {

BatchLoop::BatchLoop(Sequencer& sequencer, Log& log, int64_t interval_ms)
    : sequencer_(sequencer), log_(log), interval_ms_(interval_ms), thread_([this] { run(); }) {}

BatchLoop::~BatchLoop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void BatchLoop::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = true;
  }
  wake_.notify_all();
}

void BatchLoop::run() {
  const auto interval = std::chrono::milliseconds(interval_ms_);
  auto next = std::chrono::steady_clock::now() + interval;
  for (bool is_last = false; !is_last; next += interval) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, next, [this] { return stopping_ || hurried_; });
    is_last = stopping_;
    hurried_ = false;
    lock.unlock();
    integrate();
    next = std::max(next, std::chrono::steady_clock::now() - interval);
  }
}

void BatchLoop::integrate() {
  do {
    if (const auto done = sequencer_.integrate(); !done) {
      log_.warning("ledger_not_integrated", {{"reason", done.error().reason}});
      return;
    }
  } while (sequencer_.has_full_batch());
}

}  // namespace soleil
