// Small files read and made whole: keys, policies, checkpoints that are remembered.
#pragma once

#include <string>

#include "base/result.h"
#include "platform/files.h"

namespace soleil {

Result<std::string> read_file(const std::string& path);  // not_found
// conflict, "exists" when it does. Durable but for its folder's entry.
Result<void> write_new_file(const std::string& path, const std::string& bytes, int mode);
Result<void> replace_file(const std::string& path, const std::string& bytes);  // whole or not

}  // namespace soleil
