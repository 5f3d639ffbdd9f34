#include "base/pool.h"

#include <pthread.h>

namespace soleil {

Pool::Pool(std::string name, size_t threads, size_t queue_max)
    : name_(std::move(name)), queue_max_(queue_max) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { work(); });
    pthread_setname_np(threads_.back().native_handle(), name_.substr(0, 15).c_str());
  }
}

Pool::~Pool() {
  stop();
}

Result<void> Pool::post(std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return fail(Code::cancelled, "stopping", "The server is shutting down.");
    if (tasks_.size() >= queue_max_)
      return fail(Code::overloaded, "busy", "The server is busy. Try again in a few seconds.");
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
  return {};
}

void Pool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

size_t Pool::waiting() const {
  std::lock_guard lock(mutex_);
  return tasks_.size();
}

void Pool::work() {
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace soleil
