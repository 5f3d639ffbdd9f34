// FactMarks: how far in the log of facts a viewer's own last one lies, so that who waits for what
// one viewer just did need not wait for everybody's. Viewers share marks by hash: a mark may lie
// too far ahead, never short. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>

#include "model/id.h"

namespace soleil {

class FactMarks {
 public:
  // All of the viewer's facts so far lie below `next`.
  void set(ViewerId viewer, int64_t next) {
    std::atomic<int64_t>& mark = marks_[place(viewer)];
    int64_t before = mark.load();
    while (before < next && !mark.compare_exchange_weak(before, next)) {
    }
  }
  int64_t of(ViewerId viewer) const { return marks_[place(viewer)].load(); }

 private:
  static size_t place(ViewerId viewer) { return viewer.value * 0x9e3779b97f4a7c15 >> 52; }
  std::array<std::atomic<int64_t>, 4'096> marks_{};
};

}  // namespace soleil
