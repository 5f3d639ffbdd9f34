// The state of a job queue as a pure function of its events: the queue decides on an event, logs
// it, then applies it here; opening replays the log. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/queue/job_queue.h"

namespace soleil {

struct JobEvent {
  std::string what;  // put take done fail dead retry drop; snapshot: begin job end
  std::string kind;
  std::string key;
  std::string text;     // put, job: the payload; fail, dead: the error
  std::string whose;    // put, job
  int64_t at_ms = 0;    // put: when; fail, retry: when it is due
  int64_t attempt = 0;  // take
  // job: an entry whole
  std::string state;
  int64_t put_ms = 0;
  int64_t interruptions = 0;
  std::string last_error;
};

std::string encode_job_event(const JobEvent& event);
Result<JobEvent> decode_job_event(std::string_view text);

enum class JobState { waiting, running, dead };

struct JobEntry {
  Job job;
  JobState state = JobState::waiting;
  int64_t due_ms = 0;          // waiting
  int64_t lease_until_ms = 0;  // running; monotonic clock, this process's alone
  int64_t interruptions = 0;   // takes that ended with the process
  uint64_t order = 0;          // of its put
};

class JobTable {
 public:
  using Key = std::pair<std::string, std::string>;  // kind, key

  void apply(const JobEvent& event);  // an event that does not fit the state changes nothing
  JobEntry* find(std::string_view kind, std::string_view key);
  // What take() takes: of those due, whose job was taken longest ago; then least due_ms, put order.
  JobEntry* next_due(std::string_view kind, int64_t now_ms);
  std::optional<int64_t> soonest_due_ms(std::string_view kind) const;
  std::vector<JobEntry*> running(std::string_view kind);
  std::vector<const JobEntry*> dead(size_t limit) const;
  size_t count(std::string_view kind, JobState state) const;
  size_t waiting_in_all() const { return waiting_.size(); }
  size_t size() const { return entries_.size(); }
  void interrupt_running();  // at open: whoever ran them is gone
  std::vector<JobEvent> snapshot() const;

 private:
  struct Place {  // of a waiting job, by kind, then whose, due, put order
    std::string kind, whose;
    int64_t due_ms;
    uint64_t order;
    std::string key;
    auto operator<=>(const Place&) const = default;
  };
  using Places = std::set<Place>;
  Place place_of(const JobEntry& entry) const;
  // The first place of everybody who waits for this kind.
  void each_first(std::string_view kind, const std::function<void(const Place&)>& visit) const;
  uint64_t last_turn(const Place& place) const;
  void move_to(JobEntry& entry, JobState state);
  void insert(JobEntry entry);
  void erase(const Key& key);
  void apply_to(JobEntry& entry, const JobEvent& event);

  std::map<Key, JobEntry> entries_;
  Places waiting_;
  std::set<Key> running_, dead_;
  std::map<std::string, size_t, std::less<>> waiting_by_kind_;
  uint64_t next_order_ = 0;
  // When each one's job was last taken, of late; a snapshot forgets it.
  std::map<Key, uint64_t> turns_;  // kind, whose
  uint64_t next_turn_ = 1;
};

// Replays a log from its oldest kept record: what precedes a whole snapshot is replaced by it.
class JobReplay {
 public:
  void apply(const JobEvent& event);
  JobTable take() { return std::move(table_); }

 private:
  JobTable table_;
  std::optional<JobTable> snapshot_;  // being read
};

}  // namespace soleil
