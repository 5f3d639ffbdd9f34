// RowArray: an array that grows at its end and never moves what it holds: chunks of rows, so that
// growing costs no copy and a reference stays good. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace soleil {

template <class T, size_t kShift = 12>
class RowArray {
 public:
  static constexpr size_t kChunk = size_t{1} << kShift;  // rows that stand side by side
  T& operator[](size_t n) { return chunks_[n >> kShift][n & kMask]; }
  const T& operator[](size_t n) const { return chunks_[n >> kShift][n & kMask]; }
  size_t size() const { return size_; }
  uint32_t add() {  // a new row, as T{}; its number
    if (size_ == chunks_.size() << kShift) chunks_.push_back(std::make_unique<T[]>(kMask + 1));
    return static_cast<uint32_t>(size_++);
  }
  void reach(size_t size) {  // at least so many
    while (size_ < size) add();
  }

 private:
  static constexpr size_t kMask = (size_t{1} << kShift) - 1;
  std::vector<std::unique_ptr<T[]>> chunks_;
  size_t size_ = 0;
};

}  // namespace soleil
