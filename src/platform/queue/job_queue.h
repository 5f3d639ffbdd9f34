// Queue seam, jobs: work to be done at least once. Adapters: log:///folder (on a fact log, state
// rebuilt at open), memory (with faults); nats:// later. Suite: job_queue_suite.cpp.
//
// Whose job was taken longest ago comes next, their oldest first: who puts a thousand jobs does not
// keep others waiting (round robin; Nagle, RFC 970). A job has a key; putting a key that waits,
// runs or is dead is a no-op (the outbox of a crash may put it twice). take() leases it; a lease
// that runs out makes the job available again and counts as a failed attempt. fail() schedules a
// retry after backoff_ms * 2^(attempt-1) (capped), and after attempts_max the job is dead: kept
// with its last error for an administrator, who may retry or drop it. That is for trouble of ours;
// bad input is done() with a verdict. When the process ends, its leases end with it: the job is
// available at the next start, and the attempt does not count (after 20 such interruptions the job
// is dead: it may be what ends us). A queue has a folder of its own. An unavailable error may hide
// a change that was made: put again, or let the lease run out. Thread-safe; calls block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace soleil {

struct JobLimits {
  int64_t lease_ms = 60'000;
  int64_t backoff_ms = 5'000;
  int64_t backoff_ms_max = 600'000;
  int attempts_max = 5;
  size_t waiting_max = 100'000;  // put() beyond it: overloaded
};

struct Job {
  std::string kind;     // "process_video"
  std::string key;      // unique within the kind while the job lives
  std::string payload;  // JSON
  std::string whose;    // whom it is done for; "": nobody in particular
  int attempt = 0;      // 1 for the first take()
  int64_t put_ms = 0;
  std::string last_error;
  std::string lease;  // token of this take(); stale tokens get Code::conflict
};

class JobQueue {
 public:
  virtual ~JobQueue() = default;
  virtual Result<void> put(std::string_view kind, std::string_view key, std::string_view payload,
                           std::string_view whose) = 0;
  virtual Result<std::optional<Job>> take(std::string_view kind) = 0;  // nullopt: none is due
  virtual Result<void> extend(const Job& job) = 0;                     // a new lease_ms from now
  virtual Result<void> done(const Job& job) = 0;
  virtual Result<void> fail(const Job& job, std::string_view error) = 0;
  virtual Result<std::vector<Job>> dead(size_t limit) const = 0;
  virtual Result<void> retry_dead(std::string_view kind, std::string_view key) = 0;
  virtual Result<void> drop_dead(std::string_view kind, std::string_view key) = 0;
  virtual bool holds(std::string_view kind, std::string_view key) const = 0;  // in any state
  virtual size_t waiting(std::string_view kind) const = 0;  // due or not, leased ones excluded
  virtual size_t running(std::string_view kind) const = 0;
  virtual bool wait(std::string_view kind,
                    int64_t timeout_ms) const = 0;  // until take() may find one
};

Result<std::unique_ptr<JobQueue>> open_job_queue(const std::string& url, const Clock& clock,
                                                 const JobLimits& limits);

}  // namespace soleil
