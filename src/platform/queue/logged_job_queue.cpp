// Jobs on a fact log: each change is decided, logged (durable), then applied. A log that has grown
// well beyond its state is replaced by a snapshot and trimmed.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/text.h"
#include "platform/queue/adapters.h"
#include "platform/queue/job_table.h"

namespace soleil {

namespace {

constexpr std::string_view kTopic = "jobs";
constexpr size_t kErrorCharactersMax = 2'000;
constexpr size_t kReplayRecords = 1'000;
constexpr size_t kSnapshotBatch = 200;           // events of a snapshot in one append
constexpr size_t kEventsBeforeSnapshot = 1'000;  // and four for each job there is
constexpr size_t kBytesBeforeSnapshot = 8 << 20;
constexpr int64_t kInterruptionsMax = 20;

std::string legible(std::string_view text) {
  std::string out(text);
  if (!is_utf8(out))
    for (char& c : out)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return std::string(utf8_prefix(out, kErrorCharactersMax));
}

tl::unexpected<Error> stale_lease() {
  return fail(Code::conflict, "stale_lease", "The job's lease has run out or was given back.");
}

tl::unexpected<Error> no_dead_job() {
  return fail(Code::not_found, "no_dead_job", "There is no such failed job.");
}

class LoggedJobQueue final : public JobQueue {
 public:
  LoggedJobQueue(std::shared_ptr<FactLog> log, const Clock& clock, const JobLimits& limits)
      : log_(std::move(log)), clock_(clock), limits_(limits) {}

  Result<void> load();
  Result<void> put(std::string_view kind, std::string_view key, std::string_view payload,
                   std::string_view whose) override;
  Result<std::optional<Job>> take(std::string_view kind) override;
  Result<void> extend(const Job& job) override;
  Result<void> done(const Job& job) override;
  Result<void> fail(const Job& job, std::string_view error) override;
  Result<std::vector<Job>> dead(size_t limit) const override;
  Result<void> retry_dead(std::string_view kind, std::string_view key) override;
  Result<void> drop_dead(std::string_view kind, std::string_view key) override;
  bool holds(std::string_view kind, std::string_view key) const override;
  size_t waiting(std::string_view kind) const override;
  size_t running(std::string_view kind) const override;
  bool wait(std::string_view kind, int64_t timeout_ms) const override;

 private:
  Result<int64_t> record(const JobEvent& event);  // its offset in the log
  Result<void> compact();
  Result<JobEntry*> leased(const Job& job);
  Result<void> end_leases(std::string_view kind);
  Result<void> end_attempt(const JobEntry& entry, std::string_view error);
  std::optional<int64_t> ms_until_takeable(std::string_view kind) const;

  const std::shared_ptr<FactLog> log_;
  const Clock& clock_;
  const JobLimits limits_;
  mutable std::mutex mutex_;  // held while logging: the log's order is the state's
  mutable std::condition_variable changed_;
  mutable JobTable table_;
  size_t events_since_snapshot_ = 0;
  size_t bytes_since_snapshot_ = 0;
  size_t snapshot_bytes_ = 0;  // of the last one
};

Result<void> LoggedJobQueue::load() {
  JobReplay replay;
  for (int64_t next = 0;;) {
    auto records = SOLEIL_TRY(log_->read(kTopic, next, kReplayRecords));
    if (records.empty()) break;
    for (const FactRecord& record : records) {
      auto event = decode_job_event(record.bytes);
      if (!event)
        return soleil::fail(Code::corrupt, "bad_job_event",
                            "The job log holds a record that is none: " + event.error().what);
      replay.apply(*event);
    }
    events_since_snapshot_ += records.size();
    next = records.back().offset + 1;
  }
  table_ = replay.take();
  table_.interrupt_running();
  return {};
}

Result<int64_t> LoggedJobQueue::record(const JobEvent& event) {
  const std::string bytes = encode_job_event(event);
  const int64_t offset = SOLEIL_TRY(log_->append(kTopic, bytes));
  table_.apply(event);
  changed_.notify_all();
  bytes_since_snapshot_ += bytes.size();
  if (++events_since_snapshot_ > kEventsBeforeSnapshot + 4 * table_.size() ||
      bytes_since_snapshot_ > kBytesBeforeSnapshot + snapshot_bytes_)
    (void)compact();  // if it fails: the log only stays longer, until the next time
  return offset;
}

Result<void> LoggedJobQueue::compact() {
  events_since_snapshot_ = 0;
  bytes_since_snapshot_ = 0;
  snapshot_bytes_ = 0;
  const std::vector<JobEvent> events = table_.snapshot();
  std::optional<int64_t> first;
  for (size_t at = 0; at < events.size(); at += kSnapshotBatch) {
    std::vector<std::string> batch;
    for (size_t i = at; i < std::min(at + kSnapshotBatch, events.size()); ++i)
      snapshot_bytes_ += batch.emplace_back(encode_job_event(events[i])).size();
    const int64_t offset = SOLEIL_TRY(log_->append_all(kTopic, batch));
    if (!first) first = offset;
  }
  return log_->trim(kTopic, *first);
}

Result<void> LoggedJobQueue::put(std::string_view kind, std::string_view key,
                                 std::string_view payload, std::string_view whose) {
  if (kind.empty() || key.empty() || !is_utf8(kind) || !is_utf8(key) || !is_utf8(payload) ||
      !is_utf8(whose))
    return soleil::fail(Code::invalid, "bad_job", "A job has a kind, a key and a UTF-8 payload.");
  std::lock_guard lock(mutex_);
  if (table_.find(kind, key)) return {};
  if (table_.waiting_in_all() >= limits_.waiting_max)
    return soleil::fail(Code::overloaded, "too_many_jobs", "Too much is waiting. Try again later.");
  SOLEIL_TRY(record({.what = "put",
                     .kind = std::string(kind),
                     .key = std::string(key),
                     .text = std::string(payload),
                     .whose = std::string(whose),
                     .at_ms = clock_.now_ms()}));
  return {};
}

Result<std::optional<Job>> LoggedJobQueue::take(std::string_view kind) {
  std::lock_guard lock(mutex_);
  SOLEIL_TRY(end_leases(kind));
  for (;;) {
    JobEntry* entry = table_.next_due(kind, clock_.now_ms());
    if (!entry) return std::nullopt;
    JobEvent event{.what = "take", .kind = entry->job.kind, .key = entry->job.key};
    if (entry->interruptions > kInterruptionsMax) {  // it may well be what ends the process
      event.what = "dead";
      event.text =
          "The server ended " + std::to_string(entry->interruptions) + " times while this job ran.";
      SOLEIL_TRY(record(event));
      continue;
    }
    event.attempt = entry->job.attempt + 1;
    const int64_t offset = SOLEIL_TRY(record(event));
    entry->job.lease = std::to_string(offset);
    entry->lease_until_ms = clock_.monotonic_ms() + limits_.lease_ms;
    return entry->job;
  }
}

Result<JobEntry*> LoggedJobQueue::leased(const Job& job) {
  JobEntry* entry = table_.find(job.kind, job.key);
  if (!entry || entry->state != JobState::running || entry->job.lease != job.lease)
    return stale_lease();
  if (entry->lease_until_ms <= clock_.monotonic_ms()) return stale_lease();
  return entry;
}

// Leases that ran out: those attempts have failed.
Result<void> LoggedJobQueue::end_leases(std::string_view kind) {
  for (JobEntry* entry : table_.running(kind))
    if (entry->lease_until_ms <= clock_.monotonic_ms())
      SOLEIL_TRY(end_attempt(*entry, "The lease ran out."));
  return {};
}

Result<void> LoggedJobQueue::end_attempt(const JobEntry& entry, std::string_view error) {
  JobEvent event{.what = "fail", .kind = entry.job.kind, .key = entry.job.key};
  event.text = legible(error);
  if (entry.job.attempt >= limits_.attempts_max) {
    event.what = "dead";
  } else {
    const int doublings = std::clamp(entry.job.attempt - 1, 0, 30);
    event.at_ms =
        clock_.now_ms() + std::min(limits_.backoff_ms << doublings, limits_.backoff_ms_max);
  }
  SOLEIL_TRY(record(event));
  return {};
}

Result<void> LoggedJobQueue::extend(const Job& job) {
  std::lock_guard lock(mutex_);
  SOLEIL_TRY(leased(job))->lease_until_ms = clock_.monotonic_ms() + limits_.lease_ms;
  return {};
}

Result<void> LoggedJobQueue::done(const Job& job) {
  std::lock_guard lock(mutex_);
  SOLEIL_TRY(leased(job));
  SOLEIL_TRY(record({.what = "done", .kind = job.kind, .key = job.key}));
  return {};
}

Result<void> LoggedJobQueue::fail(const Job& job, std::string_view error) {
  std::lock_guard lock(mutex_);
  return end_attempt(*SOLEIL_TRY(leased(job)), error);
}

Result<std::vector<Job>> LoggedJobQueue::dead(size_t limit) const {
  std::lock_guard lock(mutex_);
  std::vector<Job> out;
  for (const JobEntry* entry : table_.dead(limit)) out.push_back(entry->job);
  return out;
}

Result<void> LoggedJobQueue::retry_dead(std::string_view kind, std::string_view key) {
  std::lock_guard lock(mutex_);
  JobEntry* entry = table_.find(kind, key);
  if (!entry || entry->state != JobState::dead) return no_dead_job();
  JobEvent event{.what = "retry", .kind = entry->job.kind, .key = entry->job.key};
  event.at_ms = clock_.now_ms();
  SOLEIL_TRY(record(event));
  return {};
}

Result<void> LoggedJobQueue::drop_dead(std::string_view kind, std::string_view key) {
  std::lock_guard lock(mutex_);
  JobEntry* entry = table_.find(kind, key);
  if (!entry || entry->state != JobState::dead) return no_dead_job();
  SOLEIL_TRY(record({.what = "drop", .kind = std::string(kind), .key = std::string(key)}));
  return {};
}

bool LoggedJobQueue::holds(std::string_view kind, std::string_view key) const {
  std::lock_guard lock(mutex_);
  return table_.find(kind, key) != nullptr;
}

size_t LoggedJobQueue::waiting(std::string_view kind) const {
  std::lock_guard lock(mutex_);
  return table_.count(kind, JobState::waiting);
}

size_t LoggedJobQueue::running(std::string_view kind) const {
  std::lock_guard lock(mutex_);
  return table_.count(kind, JobState::running);
}

std::optional<int64_t> LoggedJobQueue::ms_until_takeable(std::string_view kind) const {
  std::optional<int64_t> soonest = table_.soonest_due_ms(kind);
  if (soonest) *soonest -= clock_.now_ms();
  for (const JobEntry* entry : table_.running(kind)) {
    const int64_t left = entry->lease_until_ms - clock_.monotonic_ms();
    soonest = std::min(soonest.value_or(left), left);
  }
  return soonest;
}

bool LoggedJobQueue::wait(std::string_view kind, int64_t timeout_ms) const {
  using namespace std::chrono;
  const auto deadline = steady_clock::now() + milliseconds(timeout_ms);
  std::unique_lock lock(mutex_);
  for (;;) {
    const std::optional<int64_t> left_ms = ms_until_takeable(kind);
    if (left_ms && *left_ms <= 0) return true;
    if (steady_clock::now() >= deadline) return false;
    auto until = deadline;
    if (left_ms) until = std::min(until, steady_clock::now() + milliseconds(*left_ms));
    changed_.wait_until(lock, until);
  }
}

}  // namespace

Result<std::unique_ptr<JobQueue>> open_logged_job_queue(std::shared_ptr<FactLog> log,
                                                        const Clock& clock,
                                                        const JobLimits& limits) {
  auto queue = std::make_unique<LoggedJobQueue>(std::move(log), clock, limits);
  SOLEIL_TRY(queue->load());
  return queue;
}

Result<std::unique_ptr<JobQueue>> open_job_queue(const std::string& url, const Clock& clock,
                                                 const JobLimits& limits) {
  // Small segments: only whole ones are dropped after a snapshot.
  const FactLogLimits log_limits{.segment_bytes_max = 4 << 20, .group_wait_us = 0};
  std::shared_ptr<FactLog> log = SOLEIL_TRY(open_fact_log(url, log_limits));
  return open_logged_job_queue(std::move(log), clock, limits);
}

}  // namespace soleil
