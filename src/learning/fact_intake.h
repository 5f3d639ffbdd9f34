// FactIntake: facts in. Each is durable in the log before accept() returns, and a fact that came
// before (same viewer, same id) is not written again. The facts of one viewer are taken one call at
// a time, so that a repeated batch is never answered before the first one is durable.
// Thread-safe; blocks for one group commit of the log.
#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "model/fact.h"
#include "model/fact_marks.h"
#include "model/fact_window.h"
#include "platform/queue/fact_log.h"

namespace soleil {

class FactIntake {
 public:
  struct Taken {
    size_t accepted = 0, duplicates = 0;
  };
  FactIntake(FactLog& log, Metrics& metrics, size_t window);

  // So that repeats are known after a restart: once, before accept(). What the learner knows, which
  // has read the log or a snapshot; or by reading all of the log.
  void open(const FactWindow& learned);
  Result<void> open();
  Result<Taken> accept(ViewerId viewer, std::vector<WatchFact> facts);
  const FactMarks& marks() const { return marks_; }

 private:
  void count(const WatchFact& fact);
  FactLog& log_;
  Metrics& metrics_;
  Counter& duplicates_;
  std::array<std::mutex, 64> viewers_;  // by hash
  std::mutex mutex_;                    // guards window_; never held during I/O
  FactWindow window_;
  FactMarks marks_;
};

}  // namespace soleil
