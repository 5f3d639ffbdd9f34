// StagingArea: the growing files of unfinished uploads, in one folder on the blob store's file
// system. What append() has acknowledged after sync() survives kill -9 and power loss. An upload
// with a checksum is written under a mark: until keep() the bytes since the mark are unverified,
// and open() after a crash cuts them off. Names are id texts. Not thread-safe for one name;
// different names may be used at once. Calls block.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

class StagingArea {
 public:
  static Result<StagingArea> open(const std::string& folder);

  Result<void> create(const std::string& name) const;
  Result<int64_t> size(const std::string& name) const;  // not_found; cuts an unverified tail first
  Result<void> append(const std::string& name, int64_t offset, std::string_view bytes) const;
  Result<void> sync(const std::string& name) const;
  Result<void> mark(const std::string& name,
                    int64_t offset) const;           // bytes from here are unverified
  Result<void> keep(const std::string& name) const;  // they are verified now
  Result<void> cut(const std::string& name, int64_t offset) const;  // back to offset, unmarked
  Result<std::string> read_head(const std::string& name, size_t length_max) const;
  Result<std::string> sha256_of(const std::string& name) const;  // raw 32 bytes
  // Writes the parts one after another into `name`. Durable on return.
  Result<void> join(const std::string& name, const std::vector<std::string>& parts) const;
  Result<void> remove(const std::string& name) const;  // absent: success
  Result<std::vector<std::string>> names() const;
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  explicit StagingArea(std::string folder) : folder_(std::move(folder)) {}
  std::string mark_path(const std::string& name) const { return path(name) + ".unverified"; }
  std::string folder_;
};

}  // namespace soleil
