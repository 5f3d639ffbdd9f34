// The files of a data folder that a backup holds: what people gave and what happened. Not its
// secrets and keys, which never leave (the recovery file has them, backup_recovery.h), not the
// database, which goes page by page, and not what is made from the rest (the learned model).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct SeenFile {
  int64_t size = 0, modified_ns = 0;
  uint64_t inode = 0;
  bool operator==(const SeenFile&) const = default;
};

using FileTree = std::map<std::string, SeenFile>;  // by path below the folder

Result<FileTree> look_at_files(const std::string& folder);  // all, but for blobs
Result<FileTree> look_at_blobs(const std::string& folder);  // all of them
// One, by its path below the folder; nullopt: it is not there.
std::optional<SeenFile> look_at_file(const std::string& folder, std::string_view path);
bool is_backed_up(std::string_view path);
bool is_secret_path(std::string_view path);  // goes into the recovery file
// Written once and never changed.
inline constexpr std::string_view kBackupBlobs = "blobs/objects/";

}  // namespace soleil
