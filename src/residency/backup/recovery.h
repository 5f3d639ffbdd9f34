// The recovery file: everything that a restore needs and the backup region must never have: the
// region's secrets, among them the key of the backup, and its other keys. To be printed or kept
// where the backup is not. JSON: {"region", "made_ms", "secrets": {"<path>": "<base64>"}}.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct RecoveryFile {
  std::string region;
  int64_t made_ms = 0;
  std::map<std::string, std::string> secrets;  // by path below the data folder
};

Result<RecoveryFile> collect_recovery(const std::string& folder, const std::string& region,
                                      int64_t now_ms);
std::string encode_recovery(const RecoveryFile& file);
Result<RecoveryFile> decode_recovery(std::string_view text);  // invalid "bad_recovery_file"
// Into the data folder, mode 600; what is there stays.
Result<void> put_back_secrets(const RecoveryFile& file, const std::string& folder);

}  // namespace soleil
