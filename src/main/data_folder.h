// DataFolder: the one folder that holds everything of a server, and its secrets (secrets/NAME.key,
// 32 random bytes, mode 600, made at first use). Locked while a server uses it.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"

namespace soleil {

class DataFolder {
 public:
  static Result<DataFolder> open(const std::string& path);  // conflict "data_in_use"
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::string& path() const { return path_; }
  std::string at(const std::string& name) const { return path_ + "/" + name; }
  Result<std::string> secret(const std::string& name, Random& random) const;

 private:
  DataFolder(std::string path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}
  std::string path_;
  int lock_fd_;
};

}  // namespace soleil
