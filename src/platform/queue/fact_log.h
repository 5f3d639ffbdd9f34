// Queue seam, facts: append-only topics that named consumers read in order and resume. Adapters:
// log:///folder (segment files, CRC-32C a record, one fsync for a group of appends), memory (with
// faults); nats:// later. Suite: fact_log_suite.cpp.
//
// append() returns once the record is durable. A torn tail (crash in mid-write) is cut at open.
// Offsets count records from 0 and never change. Consumers' positions are durable on commit(); a
// crash between handling and commit() repeats records, so a handler is idempotent: facts carry an
// id. Thread-safe; calls block.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

struct FactRecord {
  int64_t offset = 0;
  std::string bytes;
};

class FactLog {
 public:
  virtual ~FactLog() = default;
  virtual Result<int64_t> append(std::string_view topic,
                                 std::string_view bytes) = 0;  // the record's offset
  // Goes along with the next durable write, some 10 ms later at most, and is read only then. For
  // what nobody was promised: it is lost if the process dies or the disk fails before that.
  // overloaded: too much is waiting.
  virtual Result<void> append_soon(std::string_view topic, std::string_view bytes) = 0;
  // One durable write for all; offsets are consecutive from the one returned. All or nothing.
  virtual Result<int64_t> append_all(std::string_view topic,
                                     const std::vector<std::string>& records) = 0;
  // Up to count_max records from offset; empty at the end. `from` before the oldest kept record
  // starts at the oldest.
  virtual Result<std::vector<FactRecord>> read(std::string_view topic, int64_t from,
                                               size_t count_max) const = 0;
  // Blocks until the topic holds a record at `offset`, or the timeout; true if it does.
  virtual bool wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const = 0;
  virtual Result<int64_t> end(std::string_view topic) const = 0;  // offset of the next record
  virtual Result<int64_t> position(std::string_view topic,
                                   std::string_view consumer) const = 0;  // 0 when new
  virtual Result<void> commit(std::string_view topic, std::string_view consumer, int64_t next) = 0;
  // What comes next goes to a new segment, so that trim() may drop all that is there. Where records
  // go one by one there is nothing to do.
  virtual Result<void> roll(std::string_view /*topic*/) { return {}; }
  // Drops whole segments all of whose records are below `offset`.
  virtual Result<void> trim(std::string_view topic, int64_t offset) = 0;
};

struct FactLogLimits {
  int64_t segment_bytes_max = 64 << 20;
  int64_t record_bytes_max = 256 << 10;
  int64_t group_wait_us = 500;  // how long an fsync waits for company; 0: none
};

Result<std::unique_ptr<FactLog>> open_fact_log(const std::string& url, const FactLogLimits& limits);

}  // namespace soleil
