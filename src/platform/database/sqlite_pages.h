// SqlitePages: a live SQLite database as pages, for a backup that follows it. next() gives every
// page the first time, then those that changed since; each time the pages together are the database
// exactly as it was at one commit. Readers and writers are not held up.
//
// How: changed pages are read off the WAL file. A read transaction of ours is open all the time,
// each begun before the last one ends, and SQLite does not overwrite frames of the WAL that such a
// reader may need: so between two calls the WAL is begun anew at most once, and nothing is missed.
// Where a snapshot ends in the WAL is read off the WAL index (sqlite.org/walformat.html).
// Not thread-safe; blocks for I/O. The whole is held in memory the first time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace soleil {

struct PageDelta {
  uint32_t page_bytes = 0;
  uint32_t pages = 0;                       // of the whole database
  std::map<uint32_t, std::string> changed;  // by number, from 1
  std::map<std::string, int64_t> rows;      // a table's rows; empty: not counted this time
  bool whole = false;                       // all pages are in `changed`
};

class SqlitePages {
 public:
  // count_rows_every: how many calls to one that counts rows; 0: never.
  static Result<std::unique_ptr<SqlitePages>> open(const std::string& path, int count_rows_every);
  virtual ~SqlitePages() = default;
  // Code::unavailable, and the next call gives the whole again.
  virtual Result<PageDelta> next() = 0;
};

}  // namespace soleil
