// ViewerMemory: what is kept of a viewer that has no fixed size: the videos seen, and what they are
// not interested in. One thread changes it, any may read meanwhile; they wait only for each other's
// copy of one viewer of kLocks. Cuts as row_array.h's.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "base/row_array.h"
#include "model/knowledge.h"
#include "model/seen_set.h"

namespace soleil {

class ViewerMemory {
 public:
  static constexpr size_t kHiddenMax = 200;
  using HiddenList = std::vector<Hidden>;
  struct Row {
    SeenSet seen;
    std::shared_ptr<const HiddenList> hidden;  // null: nothing
    template <class File>
    void keep(File& file) {  // snapshot_file.h
      seen.keep(file);
      HiddenList list = hidden ? *hidden : HiddenList();
      file.list(list);
      if (File::kReads && !list.empty()) hidden = std::make_shared<const HiddenList>(list);
    }
  };

  void add() { rows_.add(); }
  template <class Change>  // (Row&)
  void change(uint32_t viewer, const Change& change) {
    rows_.keep_for_cut(viewer);
    std::lock_guard lock(locks_[viewer % kLocks]);
    change(rows_.raw(viewer));
  }
  Row read(uint32_t viewer) const {
    std::lock_guard lock(locks_[viewer % kLocks]);
    return rows_[viewer];
  }
  void prefetch(uint32_t viewer) const { rows_.prefetch(viewer); }
  void begin_cut() { rows_.begin_cut(); }
  void end_cut() { rows_.end_cut(); }
  template <class File>
  void keep(File& file) {
    file.each(rows_);
  }

 private:
  static constexpr size_t kLocks = 64;
  RowArray<Row, 8> rows_;
  mutable std::array<std::mutex, kLocks> locks_;
};

}  // namespace soleil
