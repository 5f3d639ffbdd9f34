// LogStore seam: where a log keeps its bytes. Four calls, each of which may fail as not done or as
// done but reported failed. Adapters: a folder, memory, and one that fails as planned. One contract
// suite: log_store_suite.cpp.
//
// Paths: "public/…" is what the world may read, "stage/…" what an attempt to append has prepared.
// The head is the log's one mutable register: the last checkpoint that the log has signed, and it
// only ever moves by compare-and-swap, so that two writers can't sign two roots for one size.
// Thread-safe; calls block.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/tiles.h"
#include "platform/fault.h"

namespace soleil {

class LogStore {
 public:
  virtual ~LogStore() = default;
  virtual Result<std::string> read(const std::string& path) const = 0;  // not_found
  // Each file whole or not at all; all durable on return. Replaces what was there.
  virtual Result<void> write(const std::vector<NamedBytes>& files) = 0;
  // Replaces the head when it is `expected` ("" for none yet); conflict, "head_moved" when not.
  // Durable on return.
  virtual Result<void> swap_head(const std::string& expected, const std::string& next) = 0;
  virtual Result<std::string> head() const = 0;  // "" for none yet
  // The file, or everything below the path; absent: success. Need not be durable.
  virtual Result<void> remove(const std::string& path) = 0;
};

// <folder>/public, stage, head and lock. Files are written aside, fsynced and renamed; the folder
// is fsynced once for all of a call. Several processes may use one folder.
Result<std::unique_ptr<LogStore>> open_file_log_store(const std::string& folder);
std::unique_ptr<LogStore> make_memory_log_store();
// Each call counts one on the plan. Both must outlive it.
std::unique_ptr<LogStore> make_faulty_log_store(LogStore& store, FaultPlan& plan);

}  // namespace soleil
