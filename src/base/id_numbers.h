// IdNumbers: dense numbers for 64-bit ids, given in order of arrival and never taken back: what is
// known of an id stands in arrays by its number. About 15 bytes an id. Not thread-safe.
#pragma once

#include <cstdint>

#include "base/flat_index.h"
#include "base/row_array.h"

namespace soleil {

class IdNumbers {
 public:
  static constexpr uint32_t kNone = FlatIndex::kNone;
  uint32_t find(uint64_t id) const {  // kNone: unknown
    return index_.find(id, [this](uint32_t n) { return ids_[n]; });
  }
  uint32_t number(uint64_t id) {  // a new id gets the next one
    if (const uint32_t known = find(id); known != kNone) return known;
    const uint32_t added = ids_.add();
    ids_[added] = id;
    index_.insert(id, added, [this](uint32_t n) { return ids_[n]; });
    return added;
  }
  // Fetches, into the cache, what find(id) will look at first.
  void prefetch(uint64_t id) const { index_.prefetch(id); }
  // Then the number it probably has (kNone: none), whose id is fetched, too.
  uint32_t prefetch_id(uint64_t id) const {
    const uint32_t number = index_.guess(id);
    if (number != kNone) __builtin_prefetch(&ids_[number]);
    return number;
  }
  uint64_t id(uint32_t number) const { return ids_[number]; }
  size_t size() const { return ids_.size(); }
  template <class File>
  void keep(File& file) {  // learning/snapshot_file.h; read into an empty one
    file.rows(ids_);
    if constexpr (File::kReads)
      for (uint32_t n = 0; n < ids_.size(); ++n)
        index_.insert(ids_[n], n, [this](uint32_t one) { return ids_[one]; });
  }

 private:
  RowArray<uint64_t> ids_;
  FlatIndex index_;
};

}  // namespace soleil
