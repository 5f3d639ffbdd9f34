// The regular files below a folder, while others write and remove there. (std::filesystem's own
// walk ends at the first folder that went meanwhile, as if nothing came after it.) Blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace soleil {

struct WalkedFile {
  std::string path;  // below the folder: "a/b"
  int64_t size = 0, modified_ns = 0;
  uint64_t inode = 0;
};

// In no order. What goes while it is walked is passed over, a folder with all that was in it; a
// folder that is not there has no files. Any other error ends the walk, as does one of `visit`.
// Links are not followed.
Result<void> walk_files(const std::string& folder,
                        const std::function<Result<void>(const WalkedFile&)>& visit);

}  // namespace soleil
