// ColdFile: what the catalogue holds of videos but not in memory: texts that a page needs for its
// ten and ranking for none. A scratch file without a name, written anew at each start from the rows
// and gone with the process; what of it is hot, the kernel's page cache holds. The space of a
// record that is dropped is used again for one of its size class. What the disk does not take (it
// is full) stays in memory. Not thread-safe for changes; get() may run beside put() of other
// records.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/files.h"

namespace soleil {

class ColdFile {
 public:
  struct Place {
    uint32_t block = 0;  // of kBlockBytes
    uint32_t bytes = 0;
  };
  static constexpr uint64_t kBlockBytes = 128;

  // folder "": the system's for temporary files.
  static Result<std::unique_ptr<ColdFile>> open(const std::string& folder);
  Place put(std::string_view record);
  void drop(Place place);
  std::string get(Place place) const;  // a disk that cannot be read any more ends the process
  uint64_t file_bytes() const { return next_block_ * kBlockBytes; }

 private:
  explicit ColdFile(OwnedFd file) : file_(std::move(file)) {}
  uint32_t take_blocks(size_t blocks);
  OwnedFd file_;
  uint64_t next_block_ = 0;
  std::unordered_map<size_t, std::vector<uint32_t>> free_;  // by number of blocks
  std::unordered_map<uint32_t, std::string> not_on_disk_;   // by block
};

}  // namespace soleil
