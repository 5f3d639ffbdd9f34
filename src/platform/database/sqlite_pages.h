// SqlitePages: a live SQLite database as pages, for a backup that follows it. next() gives every
// page the first time, then those that changed since; each time the pages together are the database
// exactly as it was at one commit. Readers and writers are not held up.
//
// How: changed pages are read off the WAL file. A read transaction of ours is open all the time,
// each begun before the last one ends, and SQLite does not overwrite frames of the WAL that such a
// reader may need: so between two calls the WAL is begun anew at most once, and nothing is missed.
// Where a snapshot ends in the WAL is read off the WAL index (sqlite.org/walformat.html).
// The whole is read from the file, but for pages that the WAL has newer: while our reader is there,
// no checkpoint writes to the file what came after it. Not thread-safe; blocks for I/O. In memory
// are the pages in the WAL.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct DatabaseShape {
  uint32_t page_bytes = 0;
  uint32_t pages = 0;
  std::map<std::string, int64_t> rows;  // a table's; empty: not counted this time
};

class SqlitePages {
 public:
  // A page's number, from 1, and its bytes.
  using Sink = std::function<Result<void>(uint32_t page, std::string_view bytes)>;
  static Result<std::unique_ptr<SqlitePages>> open(const std::string& path);
  virtual ~SqlitePages() = default;
  // What the database is now; the sink gets what changed. Rows are counted as long as that takes
  // milliseconds, or a fiftieth of the time. After an error (the sink's, Code::unavailable) the
  // next call gives the whole again.
  virtual Result<DatabaseShape> next(const Sink& sink) = 0;
};

}  // namespace soleil
