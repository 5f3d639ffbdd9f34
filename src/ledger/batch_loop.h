// BatchLoop: a thread that integrates a log once a second, and at once while a whole batch waits.
// What fails is told to the log file and tried again with the next batch.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "ledger/sequencer.h"

namespace soleil {

class BatchLoop {
 public:
  // `sequencer` and `log` outlive it.
  BatchLoop(Sequencer& sequencer, Log& log, int64_t interval_ms = 1'000);
  ~BatchLoop();  // after a last batch
  BatchLoop(const BatchLoop&) = delete;
  BatchLoop& operator=(const BatchLoop&) = delete;
  void hurry();  // a batch now, for who can't wait for the next one

 private:
  void run();
  void integrate();
  Sequencer& sequencer_;
  Log& log_;
  const int64_t interval_ms_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, hurried_ = false;
  std::thread thread_;
};

}  // namespace soleil
