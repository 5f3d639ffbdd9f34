// A batch of a backup: what changed, as records to be replayed in order. Pure; all that it says,
// names too, is encrypted before it leaves (backup_seal.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

enum class BackupDeed : uint8_t {
  page = 1,    // of the database; place: its number from 1
  pages = 2,   // the database has so many (place); bytes: "<bytes of a page>"
  write = 3,   // bytes at `place` of the file `path`
  cut = 4,     // `path` is `place` bytes long; made if need be
  remove = 5,  // `path` is gone
  blob = 6,    // `path` is the object named `bytes`, `place` bytes long
};

struct BackupRecord {
  BackupDeed deed = BackupDeed::write;
  std::string path;  // below the data folder
  int64_t place = 0;
  std::string bytes;
  bool operator==(const BackupRecord&) const = default;
};

void append_backup_record(std::string& batch, const BackupRecord& record);
Result<std::vector<BackupRecord>> read_batch(std::string_view batch);  // corrupt "bad_batch"

// A path that stays below its folder: no "..", no empty part, not absolute.
bool is_inner_path(std::string_view path);

}  // namespace soleil
