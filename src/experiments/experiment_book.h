// ExperimentBook: follows the fact log with a thread of its own and answers how experiments and
// exploration stand. Reads the whole log at its start, in the background. Thread-safe; a reading
// takes time in proportion to the viewers of the experiment.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "experiments/fact_ledger.h"
#include "platform/queue/fact_log.h"

namespace soleil {

class ExperimentBook {
 public:
  ExperimentBook(const FactLog& facts, Log& log) : facts_(facts), log_(log) {}
  ~ExperimentBook();  // as stop()
  void start();
  void stop();
  Result<bool> step();  // one round of the thread: reads what is there; true if anything was
  bool caught_up() const { return caught_up_; }
  TrialReading read(const Experiment& experiment) const;
  ExplorationReading exploration() const;
  std::vector<std::string> trials() const;

 private:
  void follow();
  const FactLog& facts_;
  Log& log_;
  mutable std::mutex mutex_;  // guards ledger_
  FactLedger ledger_;
  int64_t next_ = 0;
  std::atomic<bool> stopping_ = false, caught_up_ = false;
  std::thread thread_;
};

}  // namespace soleil
