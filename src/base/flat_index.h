// FlatIndex: where in an array the thing with a 64-bit key stands. An open-addressed table of
// 32-bit places (50 to 62 % full: 6.4 to 8 bytes a thing; each wrong place costs a look at its
// key); the keys stay in the array, and `key_of(place)` reads them there. Linear probing; erasing
// closes the gap. Not thread-safe, but that find() may go on beside an insert() that need not grow
// (is_full).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/pages.h"

namespace soleil {

class FlatIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  template <class KeyOf>
  uint32_t find(uint64_t key, KeyOf key_of) const {
    if (table_.empty()) return kNone;
    for (size_t at = home(key);; at = next(at))
      if (const uint32_t place = look(at); place == kNone || key_of(place) == key) return place;
  }
  // The key must not be in it yet.
  template <class KeyOf>
  void insert(uint64_t key, uint32_t place, KeyOf key_of) {
    if (is_full()) *this = larger(key_of);
    put(key, place);
    ++count_;
  }
  bool is_full() const { return (count_ + 1) * 8 > table_.size() * 5; }  // an insert would grow it
  template <class KeyOf>
  FlatIndex larger(KeyOf key_of) const {
    FlatIndex out;
    out.table_.resize(std::max<size_t>(16, table_.size() + table_.size() / 4), kNone);
    out.count_ = count_;
    for (const uint32_t place : table_)
      if (place != kNone) out.put(key_of(place), place);
    join_pages(out.table_.data(), out.table_.size() * sizeof(uint32_t));
    return out;
  }
  template <class KeyOf>
  void erase(uint64_t key, KeyOf key_of) {
    if (table_.empty()) return;
    size_t gap = home(key);
    while (table_[gap] != kNone && key_of(table_[gap]) != key) gap = next(gap);
    if (table_[gap] == kNone) return;
    --count_;
    for (size_t at = next(gap); table_[at] != kNone; at = next(at)) {
      // What stands at `at` may fill the gap unless its home lies behind the gap.
      if (behind(at, home(key_of(table_[at]))) < behind(at, gap)) continue;
      table_[gap] = table_[at];
      gap = at;
    }
    table_[gap] = kNone;
  }
  size_t size() const { return count_; }
  size_t bytes() const { return table_.capacity() * sizeof(uint32_t); }
  // Where the key probably stands, if anywhere: for fetching ahead what find() will look at.
  uint32_t guess(uint64_t key) const { return table_.empty() ? kNone : look(home(key)); }
  void prefetch(uint64_t key) const {
    if (!table_.empty()) __builtin_prefetch(&table_[home(key)]);
  }

 private:
  using Table = std::vector<uint32_t, PageAllocator<uint32_t>>;
  size_t home(uint64_t key) const {  // by multiplication: a table may have any size
    uint64_t z = (key ^ key >> 32) * 0x9e3779b97f4a7c15;
    z ^= z >> 29;
    z *= 0xbf58476d1ce4e5b9;
    return static_cast<size_t>(static_cast<unsigned __int128>(z ^ z >> 32) * table_.size() >> 64);
  }
  size_t next(size_t at) const { return at + 1 == table_.size() ? 0 : at + 1; }
  size_t behind(size_t at, size_t from) const {  // how far, going round
    return at >= from ? at - from : at + table_.size() - from;
  }
  uint32_t look(size_t at) const { return __atomic_load_n(&table_[at], __ATOMIC_ACQUIRE); }
  void put(uint64_t key, uint32_t place) {
    size_t at = home(key);
    while (table_[at] != kNone) at = next(at);
    __atomic_store_n(&table_[at], place, __ATOMIC_RELEASE);
  }

  Table table_;
  size_t count_ = 0;
};

}  // namespace soleil
