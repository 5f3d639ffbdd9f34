// One segment file of a topic, for readers and the one appender. The index says, for every some
// kilobytes, where a record begins; an old segment's is made when it is first read. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/queue/fact_log.h"

namespace soleil {

class FactSegment {
 public:
  FactSegment(std::string path, OwnedFd file, int64_t first_offset, int64_t durable_bytes)
      : path_(std::move(path)),
        file_(std::move(file)),
        first_offset_(first_offset),
        durable_bytes_(durable_bytes) {}

  static std::string file_name(int64_t first_offset);
  static std::optional<int64_t> first_offset_of(const std::string& file_name);

  const std::string& path() const { return path_; }
  int fd() const { return file_.get(); }
  int64_t first_offset() const { return first_offset_; }
  int64_t durable_bytes() const;
  void set_durable_bytes(int64_t bytes);

  // Adds records from `from` up to `count_max` in all and about kReadBytesMax; none at the
  // segment's end. Code::corrupt where a durable record is not intact.
  Result<void> read(int64_t from, size_t count_max, std::vector<FactRecord>& out);

 private:
  struct Cursor {  // this record begins there
    int64_t offset;
    int64_t position;
  };
  static constexpr int64_t kMarkBytes = 16 << 10;

  Cursor nearest(int64_t offset);
  void remember(const Cursor& at);
  Result<std::string> chunk_at(const Cursor& at, int64_t durable_bytes) const;
  tl::unexpected<Error> damaged_at(const Cursor& at) const;

  const std::string path_;
  const OwnedFd file_;
  const int64_t first_offset_;
  mutable std::mutex mutex_;
  int64_t durable_bytes_;
  std::vector<Cursor> marks_;  // ascending; grows as reading passes by
};

}  // namespace soleil
