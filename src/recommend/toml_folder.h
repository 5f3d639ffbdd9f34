// TomlFolder: a folder of small files NAME.toml that people edit: read whole, written durably.
// Thread-safe but for two writers of one name.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/result.h"

namespace soleil {

class TomlFolder {
 public:
  static constexpr size_t kFilesMax = 64, kBytesMax = 64 << 10;
  explicit TomlFolder(std::string path) : path_(std::move(path)) {}  // "": none, always empty
  using Texts = std::map<std::string, std::string>;                  // by name
  // A file that can't be read is a text that can't be right. None: the folder can't be read now.
  std::optional<Texts> read() const;
  Result<void> write(const std::string& name,
                     const std::string& text) const;   // too_large, conflict
  Result<void> remove(const std::string& name) const;  // not_found

 private:
  std::string path_;
};

}  // namespace soleil
