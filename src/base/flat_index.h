// FlatIndex: where in an array the thing with a 64-bit key stands. An open-addressed table of
// 32-bit places (at most 80 % full: 5 to 10 bytes a thing); the keys stay in the array, and
// `key_of(place)` reads them there. Linear probing; erasing closes the gap. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soleil {

class FlatIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  template <class KeyOf>
  uint32_t find(uint64_t key, KeyOf key_of) const {
    if (table_.empty()) return kNone;
    for (size_t at = home(key);; at = next(at)) {
      if (table_[at] == kNone || key_of(table_[at]) == key) return table_[at];
    }
  }
  // The key must not be in it yet.
  template <class KeyOf>
  void insert(uint64_t key, uint32_t place, KeyOf key_of) {
    if ((count_ + 1) * 5 > table_.size() * 4) grow(key_of);
    put(key, place);
    ++count_;
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
      const size_t mask = table_.size() - 1, wanted = home(key_of(table_[at]));
      if (((at - wanted) & mask) < ((at - gap) & mask)) continue;
      table_[gap] = table_[at];
      gap = at;
    }
    table_[gap] = kNone;
  }
  size_t size() const { return count_; }
  size_t bytes() const { return table_.capacity() * sizeof(uint32_t); }
  // Where the key probably stands, if anywhere: for fetching ahead what find() will look at.
  uint32_t guess(uint64_t key) const { return table_.empty() ? kNone : table_[home(key)]; }
  void prefetch(uint64_t key) const {
    if (!table_.empty()) __builtin_prefetch(&table_[home(key)]);
  }

 private:
  size_t home(uint64_t key) const {
    uint64_t z = (key ^ key >> 32) * 0x9e3779b97f4a7c15;
    z ^= z >> 29;
    return (z * 0xbf58476d1ce4e5b9 >> 20) & (table_.size() - 1);
  }
  size_t next(size_t at) const { return (at + 1) & (table_.size() - 1); }
  void put(uint64_t key, uint32_t place) {
    size_t at = home(key);
    while (table_[at] != kNone) at = next(at);
    table_[at] = place;
  }
  template <class KeyOf>
  void grow(KeyOf key_of) {
    std::vector<uint32_t> old(table_.empty() ? 16 : 2 * table_.size(), kNone);
    old.swap(table_);
    for (const uint32_t place : old)
      if (place != kNone) put(key_of(place), place);
  }

  std::vector<uint32_t> table_;
  size_t count_ = 0;
};

}  // namespace soleil
