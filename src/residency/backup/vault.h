// Vault seam: where a region's backup is kept, in another region: named sealed objects. Adapters:
// file:///folder here, http://… in main/. One region's objects; it sees names, sizes and times.
// Names: parts of [0-9a-z.] joined by '/'. Thread-safe; calls block.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace soleil {

bool is_vault_name(std::string_view name);

class Vault {
 public:
  virtual ~Vault() = default;
  // Durable on return; gives the SHA-256 (hex) of what was read back from the disk.
  virtual Result<std::string> put(const std::string& name, const std::string& bytes) = 0;
  virtual Result<std::string> get(const std::string& name) = 0;                  // not_found
  virtual Result<std::vector<std::string>> list(const std::string& prefix) = 0;  // sorted
  virtual Result<void> remove(const std::string& name) = 0;                      // absent: success
};

Result<std::unique_ptr<Vault>> open_folder_vault(const std::string& folder);

}  // namespace soleil
