// IdNumbers: dense numbers for 64-bit ids, given in order of arrival and never taken back: what is
// known of an id stands in arrays by its number. About 15 bytes an id. One thread gives numbers (or
// several in turns); any may look them up meanwhile, and wait only while a table that has grown
// takes the place of the old one.
#pragma once

#include <cstdint>
#include <mutex>
#include <shared_mutex>

#include "base/flat_index.h"
#include "base/row_array.h"

namespace soleil {

class IdNumbers {
  auto key_of() const {
    return [this](uint32_t n) { return ids_[n]; };
  }

 public:
  static constexpr uint32_t kNone = FlatIndex::kNone;
  // ---- whoever gives numbers ----
  uint32_t find(uint64_t id) const { return index_.find(id, key_of()); }  // kNone: unknown
  uint32_t number(uint64_t id) {  // a new id gets the next one
    if (const uint32_t known = find(id); known != kNone) return known;
    if (index_.is_full()) {
      FlatIndex larger = index_.larger(key_of());
      std::unique_lock lock(grows_);
      std::swap(index_, larger);
    }
    const uint32_t added = ids_.add(id);
    index_.insert(id, added, key_of());
    return added;
  }
  // Fetches, into the cache, what find(id) will look at first.
  void prefetch(uint64_t id) const { index_.prefetch(id); }
  // Then the number it probably has (kNone: none), whose id is fetched, too.
  uint32_t prefetch_id(uint64_t id) const {
    const uint32_t number = index_.guess(id);
    if (number != kNone) ids_.prefetch(number);
    return number;
  }
  // ---- anybody, meanwhile ----
  class Reading {
   public:
    explicit Reading(const IdNumbers& from) : from_(from), lock_(from.grows_) {}
    uint32_t find(uint64_t id) const { return from_.find(id); }
    void prefetch(uint64_t id) const { from_.prefetch(id); }
    uint32_t prefetch_id(uint64_t id) const { return from_.prefetch_id(id); }

   private:
    const IdNumbers& from_;
    const std::shared_lock<std::shared_mutex> lock_;
  };
  Reading reading() const { return Reading(*this); }
  uint64_t id(uint32_t number) const { return ids_[number]; }
  size_t size() const { return ids_.size(); }
  // ---- kept (learning/snapshot_file.h); read into an empty one ----
  void begin_cut() { ids_.begin_cut(); }
  void end_cut() { ids_.end_cut(); }
  template <class File>
  void keep(File& file) {
    file.rows(ids_);
    if constexpr (File::kReads)
      for (uint32_t n = 0; n < ids_.size(); ++n) index_.insert(ids_[n], n, key_of());
  }

 private:
  RowArray<uint64_t> ids_;
  FlatIndex index_;
  mutable std::shared_mutex grows_;
};

}  // namespace soleil
