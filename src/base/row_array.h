// RowArray: an array that grows at its end and never moves what it holds, so that growing costs no
// copy and a reference stays good: a first chunk of kChunk rows, then chunks as large as all before
// them, of which only what is used takes memory.
//
// One thread changes it (or several that take turns), any may read() meanwhile without waiting for
// it: a row's change is published whole, under a sequence lock that readers only look at (Boehm,
// MSPC 2012: "Can seqlocks get along with programming language memory models?").
//
// A cut is the array as it was at one moment, copied in slices between which it goes on changing:
// whoever changes a row that is not copied yet keeps the old one for the cut.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/pages.h"

namespace soleil {

// What is copied at once.
struct LongWord {
  typedef uint64_t __attribute__((may_alias)) Type;
};
struct ShortWord {
  typedef uint32_t __attribute__((may_alias)) Type;
};

typedef int64_t RowBlock __attribute__((vector_size(32), may_alias, aligned(4)));

inline bool is_same_block(const void* a, const void* b) {
  const RowBlock other = *static_cast<const RowBlock*>(a) ^ *static_cast<const RowBlock*>(b);
  return (other[0] | other[1] | other[2] | other[3]) == 0;
}

template <class T, size_t kShift = 12>
class RowArray {
 public:
  static constexpr size_t kChunk = size_t{1} << kShift;  // rows that surely stand side by side
  RowArray() = default;
  RowArray(const RowArray&) = delete;
  RowArray& operator=(const RowArray&) = delete;
  ~RowArray() {
    if constexpr (!std::is_trivially_destructible_v<T>)
      for (size_t n = 0; n < size(); ++n) std::destroy_at(at(n));
    for (size_t chunk = 0; chunk < kChunks && origins_[chunk]; ++chunk)
      give_pages(reinterpret_cast<T*>(origins_[chunk].load()) + first(chunk),
                 rows(chunk) * sizeof(T));
  }

  // ---- whoever changes it ----
  const T& operator[](size_t n) const { return *at(n); }
  // Where nobody reads meanwhile: before it is shared, or rows that have a lock of their own.
  T& raw(size_t n) { return *at(n); }
  template <class... Parts>
  uint32_t add(Parts&&... parts);  // a row made of them; its number
  void reach(size_t size) {        // at least so many
    while (this->size() < size) add();
  }
  // A copy of a row, put back whole when it goes out of scope. One at a time of a row.
  class Edit {
   public:
    Edit(RowArray& rows, size_t n) : rows_(rows), n_(n), mine_(rows[n]) {}
    Edit(const Edit&) = delete;
    Edit& operator=(const Edit&) = delete;
    ~Edit() { rows_.put(n_, mine_); }
    T* operator->() { return &mine_; }
    T& operator*() { return mine_; }

   private:
    RowArray& rows_;
    const size_t n_;
    T mine_;
  };
  Edit edit(size_t n) { return Edit(*this, n); }
  void put(size_t n, const T& row);

  // ---- anybody, meanwhile ----
  size_t size() const { return size_.load(std::memory_order_acquire); }
  T read(size_t n) const { return copy<WordOf<T>>(n, *at(n)); }  // a copy, of one moment
  template <class F, std::same_as<T> Row>
  F read(size_t n, F Row::*member) const {
    return copy<WordOf<F>>(n, at(n)->*member);
  }
  void prefetch(size_t n) const { fetch(*at(n)); }  // into the cache
  template <class F, std::same_as<T> Row>
  void prefetch(size_t n, F Row::*member) const {
    fetch(at(n)->*member);
  }

  // ---- a cut; for whoever changes it ----
  void begin_cut() {
    cut_at_ = 0;
    cut_end_ = size();
  }
  size_t cut_size() const { return cut_end_; }
  // Its next rows, at most count_max, into `out`; false: those were the last.
  bool cut_slice(size_t count_max, std::vector<T>& out);
  void end_cut() {
    cut_at_ = cut_end_ = 0;
    kept_ = {};
  }
  // Before a row that has no edit() changes.
  void keep_for_cut(size_t n) {
    if (n >= cut_at_ && n < cut_end_) kept_.try_emplace(static_cast<uint32_t>(n), *at(n));
  }

 private:
  static constexpr size_t kChunks = 33 - kShift;  // numbers have 32 bits
  static constexpr size_t kGates = 256;
  template <class F>
  using WordOf = std::conditional_t<alignof(F) % 8 == 0, LongWord, ShortWord>;
  static size_t chunk_of(size_t n) { return static_cast<size_t>(std::bit_width(n >> kShift)); }
  static size_t first(size_t chunk) { return chunk ? kChunk << (chunk - 1) : 0; }
  static size_t rows(size_t chunk) { return chunk ? first(chunk) : kChunk; }
  template <class Word, class F>
  F copy(size_t n, const F& what) const;
  template <class F>
  static void fetch(const F& what) {
    const char* from = reinterpret_cast<const char*>(&what);
    for (size_t line = 0; line < sizeof(F); line += 64) __builtin_prefetch(from + line);
    __builtin_prefetch(from + sizeof(F) - 1);
  }
  T* at(size_t n) const {
    const uintptr_t origin = origins_[chunk_of(n)].load(std::memory_order_relaxed);
    return reinterpret_cast<T*>(origin + n * sizeof(T));
  }
  // Where row 0 would stand, if it were in this chunk; 0: there is none.
  std::array<std::atomic<uintptr_t>, kChunks> origins_{};
  std::atomic<size_t> size_ = 0;
  mutable std::array<std::atomic<uint32_t>, kGates> gates_{};  // by row; odd: it is changing
  size_t cut_at_ = 0, cut_end_ = 0;
  std::unordered_map<uint32_t, T> kept_;
};

template <class T, size_t kShift>
template <class... Parts>
uint32_t RowArray<T, kShift>::add(Parts&&... parts) {
  const size_t n = size_.load(std::memory_order_relaxed), chunk = chunk_of(n);
  if (!origins_[chunk])
    origins_[chunk] =
        reinterpret_cast<uintptr_t>(take_pages(rows(chunk) * sizeof(T))) - first(chunk) * sizeof(T);
  T* added = std::construct_at(at(n), std::forward<Parts>(parts)...);
  const uintptr_t end = reinterpret_cast<uintptr_t>(added + 1);
  if (end % kHugePage < sizeof(T) && n > kChunk)  // the page before is full
    join_pages(reinterpret_cast<void*>(end / kHugePage * kHugePage - kHugePage), kHugePage);
  size_.store(n + 1, std::memory_order_release);
  return static_cast<uint32_t>(n);
}

// Mostly little of a row has changed, so blocks are compared whole first. The stores are releases
// so that none of them comes before the gate's first; on x86 that costs nothing.
template <class T, size_t kShift>
void RowArray<T, kShift>::put(size_t n, const T& row) {
  static_assert(std::is_trivially_copyable_v<T>);
  keep_for_cut(n);
  std::atomic<uint32_t>& gate = gates_[n % kGates];
  const uint32_t was = gate.load(std::memory_order_relaxed);
  gate.store(was + 1, std::memory_order_relaxed);
  using W = typename WordOf<T>::Type;
  constexpr size_t kWords = sizeof(T) / sizeof(W), kBlock = sizeof(RowBlock) / sizeof(W);
  W* to = reinterpret_cast<W*>(at(n));
  const W* from = reinterpret_cast<const W*>(&row);
  for (size_t block = 0; block < kWords; block += kBlock) {
    if (block + kBlock <= kWords && is_same_block(from + block, to + block)) continue;
    for (size_t i = block; i < std::min(kWords, block + kBlock); ++i)
      if (from[i] != to[i]) __atomic_store_n(to + i, from[i], __ATOMIC_RELEASE);
  }
  gate.store(was + 2, std::memory_order_release);
}

template <class T, size_t kShift>
template <class Word, class F>
F RowArray<T, kShift>::copy(size_t n, const F& what) const {
  using W = typename Word::Type;
  static_assert(std::is_trivially_copyable_v<F> && sizeof(F) % sizeof(W) == 0);
  const std::atomic<uint32_t>& gate = gates_[n % kGates];
  const W* from = reinterpret_cast<const W*>(&what);
  F out;
  W* to = reinterpret_cast<W*>(&out);
  for (;;) {
    const uint32_t before = gate.load(std::memory_order_acquire);
    for (size_t i = 0; i < sizeof(F) / sizeof(W); ++i)
      to[i] = __atomic_load_n(from + i, __ATOMIC_ACQUIRE);
    if (before % 2 == 0 && gate.load(std::memory_order_relaxed) == before) return out;
    std::this_thread::yield();  // its writer may have lost the core in the middle
  }
}

template <class T, size_t kShift>
bool RowArray<T, kShift>::cut_slice(size_t count_max, std::vector<T>& out) {
  const size_t end = std::min(cut_end_, cut_at_ + count_max);
  for (; cut_at_ < end; ++cut_at_) {
    const auto kept = kept_.find(static_cast<uint32_t>(cut_at_));
    out.push_back(kept == kept_.end() ? *at(cut_at_) : kept->second);
    if (kept != kept_.end()) kept_.erase(kept);
  }
  return cut_at_ < cut_end_;
}

}  // namespace soleil
