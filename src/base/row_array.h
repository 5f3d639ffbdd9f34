// RowArray: an array that grows at its end and never moves what it holds, so that growing costs no
// copy and a reference stays good: a first chunk of kChunk rows, then chunks as large as all before
// them, of which only what is used takes memory. Not thread-safe.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "base/pages.h"

namespace soleil {

template <class T, size_t kShift = 12>
class RowArray {
 public:
  static constexpr size_t kChunk = size_t{1} << kShift;  // rows that surely stand side by side
  RowArray() = default;
  RowArray(RowArray&& other) noexcept { swap(other); }
  RowArray& operator=(RowArray&& other) noexcept {
    swap(other);
    return *this;
  }
  ~RowArray() {
    if constexpr (!std::is_trivially_destructible_v<T>)
      for (size_t n = 0; n < size_; ++n) std::destroy_at(at(n));
    for (size_t chunk = 0; chunk < kChunks && origins_[chunk]; ++chunk)
      give_pages(reinterpret_cast<T*>(origins_[chunk]) + first(chunk), rows(chunk) * sizeof(T));
  }

  T& operator[](size_t n) { return *at(n); }
  const T& operator[](size_t n) const { return *at(n); }
  size_t size() const { return size_; }
  uint32_t add() {  // a new row, as T{}; its number
    const size_t chunk = chunk_of(size_);
    if (!origins_[chunk])
      origins_[chunk] = reinterpret_cast<uintptr_t>(take_pages(rows(chunk) * sizeof(T))) -
                        first(chunk) * sizeof(T);
    const uintptr_t end = reinterpret_cast<uintptr_t>(std::construct_at(at(size_)) + 1);
    if (end % kHugePage < sizeof(T) && size_ > kChunk)  // the page before is full
      join_pages(reinterpret_cast<void*>(end / kHugePage * kHugePage - kHugePage), kHugePage);
    return static_cast<uint32_t>(size_++);
  }
  void reach(size_t size) {  // at least so many
    while (size_ < size) add();
  }

 private:
  static constexpr size_t kChunks = 33 - kShift;  // numbers have 32 bits
  static size_t chunk_of(size_t n) { return static_cast<size_t>(std::bit_width(n >> kShift)); }
  static size_t first(size_t chunk) { return chunk ? kChunk << (chunk - 1) : 0; }
  static size_t rows(size_t chunk) { return chunk ? first(chunk) : kChunk; }
  T* at(size_t n) const { return reinterpret_cast<T*>(origins_[chunk_of(n)] + n * sizeof(T)); }
  void swap(RowArray& other) {
    std::swap(origins_, other.origins_);
    std::swap(size_, other.size_);
  }
  std::array<uintptr_t, kChunks> origins_{};  // where row 0 would stand, if it were in this chunk
  size_t size_ = 0;
};

}  // namespace soleil
