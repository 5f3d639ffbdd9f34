// Pool: a few threads for blocking work, one pool a resource, with a bounded queue. Full ->
// Code::overloaded.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"

namespace soleil {

class Pool {
 public:
  Pool(std::string name, size_t threads, size_t queue_max);
  ~Pool();  // as stop()
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  Result<void> post(std::function<void()> task);  // overloaded when full, cancelled after stop()
  void stop();                                    // finishes what was accepted, then joins
  size_t waiting() const;

 private:
  void work();
  const std::string name_;
  const size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace soleil
