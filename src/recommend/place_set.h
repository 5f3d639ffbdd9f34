// PlaceSet: where each of a page's candidates stands, by slot or by id, emptied in no time. A table
// of stamps that grows with what it holds, reused from page to page. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

namespace soleil {

template <class Key>  // an unsigned number
class PlaceSet {
 public:
  void clear() {
    if (++stamp_ == 0) {  // after 2^32 pages
      table_.assign(table_.size(), {});
      stamp_ = 1;
    }
    count_ = 0;
  }
  // The place under which the key was put first; `place` if that is now.
  uint32_t put(Key key, uint32_t place) {
    if (2 * (count_ + 1) > table_.size()) grow();
    Entry& entry = find(key);
    if (entry.stamp == stamp_) return entry.place;
    entry = {key, place, stamp_};
    ++count_;
    return place;
  }

 private:
  struct Entry {
    Key key = 0;
    uint32_t place = 0, stamp = 0;
  };
  Entry& find(Key key) {
    const size_t mask = table_.size() - 1;
    size_t at = (uint64_t{key} * 0x9e3779b97f4a7c15 >> 40) & mask;
    while (table_[at].stamp == stamp_ && table_[at].key != key) at = (at + 1) & mask;
    return table_[at];
  }
  void grow() {
    std::vector<Entry> old(table_.empty() ? 2'048 : 2 * table_.size());
    old.swap(table_);
    for (const Entry& entry : old)
      if (entry.stamp == stamp_) find(entry.key) = entry;
  }
  std::vector<Entry> table_;
  size_t count_ = 0;
  uint32_t stamp_ = 1;
};

}  // namespace soleil
