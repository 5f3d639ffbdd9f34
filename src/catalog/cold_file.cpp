#include "catalog/cold_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/check.h"

namespace soleil {
namespace {

size_t blocks_of(size_t bytes) {
  return (bytes + ColdFile::kBlockBytes - 1) / ColdFile::kBlockBytes;
}

}  // namespace

Result<std::unique_ptr<ColdFile>> ColdFile::open(const std::string& folder) {
  std::error_code error;
  std::string path = folder.empty() ? std::filesystem::temp_directory_path(error).string() : folder;
  path += "/soleil-cold-XXXXXX";
  OwnedFd file(::mkostemp(path.data(), O_CLOEXEC));
  if (file.get() < 0) return file_error("Making " + path, errno);
  ::unlink(path.c_str());
  return std::unique_ptr<ColdFile>(new ColdFile(std::move(file)));
}

uint32_t ColdFile::take_blocks(size_t blocks) {
  auto& free = free_[blocks];
  if (!free.empty()) {
    const uint32_t block = free.back();
    free.pop_back();
    return block;
  }
  const uint64_t block = next_block_;
  next_block_ += blocks;
  SOLEIL_CHECK(next_block_ <= UINT32_MAX);  // half a terabyte
  return static_cast<uint32_t>(block);
}

ColdFile::Place ColdFile::put(std::string_view record) {
  if (record.empty()) return {};
  const Place place{take_blocks(blocks_of(record.size())), static_cast<uint32_t>(record.size())};
  if (!write_all_at(file_.get(), record, static_cast<int64_t>(place.block * kBlockBytes)))
    not_on_disk_[place.block] = record;
  return place;
}

void ColdFile::drop(Place place) {
  if (place.bytes == 0) return;
  not_on_disk_.erase(place.block);
  free_[blocks_of(place.bytes)].push_back(place.block);
}

std::string ColdFile::get(Place place) const {
  if (place.bytes == 0) return {};
  if (const auto kept = not_on_disk_.find(place.block); kept != not_on_disk_.end())
    return kept->second;
  auto read = read_at(file_.get(), static_cast<int64_t>(place.block * kBlockBytes), place.bytes);
  SOLEIL_CHECK(read && read->size() == place.bytes);
  return std::move(*read);
}

}  // namespace soleil
