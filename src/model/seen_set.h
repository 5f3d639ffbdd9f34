// SeenSet: the videos a viewer was served, and which of them they met (watched or refused): exact,
// 8 bytes each. Made to be copied at every page: a copy shares what is old and takes the newest few
// along. Bounded: past kSeenMax the oldest videos (ids are sorted by time) are forgotten and could
// be met again. Not thread-safe; copies are independent of each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/id.h"

namespace soleil {

class SeenSet {
 public:
  static constexpr size_t kSeenMax = 50'000;

  void serve(VideoId id) { add(id.value << 1); }
  void meet(VideoId id) { add(id.value << 1 | 1); }
  bool contains(VideoId id) const;  // served or met
  bool met(VideoId id) const;
  size_t size() const { return size_; }
  size_t met_size() const { return met_; }
  SeenSet only_met() const;
  template <class File>
  void keep(File& file) {  // learning/snapshot_file.h
    std::vector<uint64_t> old(old_.get(), old_.get() + old_size_);
    file.list(old);
    file.list(tail_);
    if constexpr (File::kReads) put_old(old);
    file.value(size_);
    file.value(met_);
  }

 private:
  // An entry is the id and, as its lowest bit, whether it was met. Both parts may hold an id.
  size_t tail_max() const { return old_size_ < 512 ? 8 : 32; }
  void add(uint64_t entry);
  void merge();
  const uint64_t* place(VideoId id) const;  // in old_; nullptr: not there
  void put_old(const std::vector<uint64_t>& sorted);

  std::shared_ptr<const uint64_t[]> old_;  // sorted by id
  uint32_t old_size_ = 0, size_ = 0, met_ = 0;
  std::vector<uint64_t> tail_;
};

}  // namespace soleil
