// One topic of the file fact log: a folder of segment files named by their first offset, and a
// folder of consumers' positions. Appends from many threads share one write and one fsync: whoever
// finds nobody writing leads, writing all that waits; the others come along. What may come along
// later waits for a group, and for a thread that leads one if nobody does. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "platform/files.h"
#include "platform/queue/fact_log.h"

namespace soleil {

class FactSegment;

class FactTopic {
 public:
  // A folder that is not there yet is an empty topic; it is made by the first append or commit.
  static Result<std::unique_ptr<FactTopic>> open(const std::string& folder,
                                                 const FactLogLimits& limits);
  ~FactTopic();

  Result<int64_t> append_all(std::span<const std::string_view> records);
  Result<void> append_soon(std::string_view record);
  Result<std::vector<FactRecord>> read(int64_t from, size_t count_max) const;
  bool wait(int64_t offset, int64_t timeout_ms) const;
  int64_t end() const;
  int64_t position(const std::string& consumer) const;
  Result<void> commit(const std::string& consumer, int64_t next);
  Result<void> roll();
  Result<void> trim(int64_t offset);

 private:
  struct Batch {
    std::span<const std::string_view> records;
    std::optional<Result<int64_t>> outcome;
  };

  FactTopic(std::string folder, const FactLogLimits& limits);
  Result<void> load();
  Result<void> load_last_segment();
  Result<void> load_positions();
  void lead(std::unique_lock<std::mutex>& lock);
  void follow_up();
  std::vector<Batch*> take_group();
  Result<void> write_group(const std::vector<Batch*>& group);
  std::string encode(const std::vector<Batch*>& group);
  Result<void> write_durably(std::string_view bytes);
  Result<void> start_segment();
  std::shared_ptr<FactSegment> segment_of(int64_t offset) const;

  const std::string folder_;
  const FactLogLimits limits_;

  mutable std::mutex mutex_;
  mutable std::condition_variable written_;
  std::map<int64_t, std::shared_ptr<FactSegment>> segments_;  // by first offset
  int64_t end_ = 0;                                           // of what is durable
  std::deque<Batch*> pending_;
  std::vector<std::string> soon_;  // nobody waits for these
  size_t soon_bytes_ = 0;
  std::condition_variable soon_waits_;
  bool stopping_ = false;
  std::thread follower_;  // from the first append_soon() on
  bool has_leader_ = false;
  size_t last_group_size_ = 0;
  std::optional<Error> broken_;  // a failed fsync: what is on disk is unknown until reopened

  // The leader's alone.
  std::shared_ptr<FactSegment> active_;
  int64_t next_offset_ = 0;

  mutable std::mutex positions_mutex_;
  std::map<std::string, int64_t> positions_;
};

}  // namespace soleil
