// SlotSet: where each slot of a page's candidates stands, emptied in no time. A table of stamps
// that grows with what it holds, reused from page to page. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/video_card.h"

namespace soleil {

class SlotSet {
 public:
  void clear() {
    if (++stamp_ == 0) {  // after 2^32 pages
      table_.assign(table_.size(), {});
      stamp_ = 1;
    }
    count_ = 0;
  }
  // The place under which the slot was put first; `place` if that is now.
  uint32_t put(VideoSlot slot, uint32_t place) {
    if (2 * (count_ + 1) > table_.size()) grow();
    Entry& entry = find(slot);
    if (entry.stamp == stamp_) return entry.place;
    entry = {slot, place, stamp_};
    ++count_;
    return place;
  }

 private:
  struct Entry {
    VideoSlot slot = kNoSlot;
    uint32_t place = 0, stamp = 0;
  };
  Entry& find(VideoSlot slot) {
    const size_t mask = table_.size() - 1;
    size_t at = slot * 0x9e3779b1U & mask;
    while (table_[at].stamp == stamp_ && table_[at].slot != slot) at = (at + 1) & mask;
    return table_[at];
  }
  void grow() {
    std::vector<Entry> old(table_.empty() ? 2'048 : 2 * table_.size());
    old.swap(table_);
    for (const Entry& entry : old)
      if (entry.stamp == stamp_) find(entry.slot) = entry;
  }
  std::vector<Entry> table_;
  size_t count_ = 0;
  uint32_t stamp_ = 1;
};

}  // namespace soleil
