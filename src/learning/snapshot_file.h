// A snapshot's file: what was learned, in named sections, so that a start need not read the whole
// log. A writer and a reader with the same calls: what is kept walks over its parts once
// (`template <class File> void keep(File&)`), for both. Numbers as they stand in memory (x86-64):
// a snapshot is for this program on this machine, and `layout` refuses another's. What was learned
// of people is as private as what they watched: on the disk it is a number of the file's own and
// pieces of a megabyte, each sealed with the key of facts, that number and its place. Errors stick:
// the first one is what finish() gives, and what comes after it does nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "base/row_array.h"
#include "platform/files.h"
#include "residency/sealing.h"

namespace soleil {

class SnapshotOut {
 public:
  static constexpr bool kReads = false;
  static constexpr size_t kSliceBytes = 1 << 19;  // copied at a time
  // Calls what it is given while nobody changes what is kept.
  using Turn = std::function<void(const std::function<void()>&)>;
  // Made anew, for the owner's eyes only.
  SnapshotOut(
      const std::string& path, const SecretKey& key, Turn turn = [](const auto& copy) { copy(); });

  void section(std::string_view name);  // at most 16 bytes
  void bytes(const void* from, size_t size);
  template <class T>
  void value(const T& one) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes(&one, sizeof one);
  }
  template <class T>
  void list(std::vector<T>& all) {
    value(uint64_t{all.size()});
    bytes(all.data(), all.size() * sizeof(T));
  }
  // A cut (row_array.h): slice by slice, a turn for each.
  template <class T, size_t kShift>
  void rows(RowArray<T, kShift>& all) {
    slices(all, [this](std::vector<T>& slice) { bytes(slice.data(), slice.size() * sizeof(T)); });
  }
  // The same of rows that keep themselves.
  template <class T, size_t kShift>
  void each(RowArray<T, kShift>& all) {
    slices(all, [this](std::vector<T>& slice) {
      for (T& row : slice) row.keep(*this);
    });
  }
  void text(std::string& one);
  // Ends the file, in the page cache only.
  Result<void> finish();
  Result<void> sync();
  int64_t size() const { return size_; }

 private:
  template <class T, size_t kShift, class Take>
  void slices(RowArray<T, kShift>& all, const Take& take) {
    value(uint64_t{all.cut_size()});
    std::vector<T> slice;
    for (bool more = true; more && state_;) {
      slice.clear();
      turn_([&] { more = all.cut_slice(std::max<size_t>(1, kSliceBytes / sizeof(T)), slice); });
      take(slice);
    }
  }
  void flush();
  const SecretKey key_;
  SystemRandom random_;  // nonces
  std::string number_;
  const Turn turn_;
  Result<OwnedFd> file_;
  Result<void> state_;
  std::string buffer_;
  uint64_t pieces_ = 0;
  int64_t size_ = 0;
};

class SnapshotIn {
 public:
  static constexpr bool kReads = true;
  SnapshotIn(const std::string& path, const SecretKey& key);

  void section(std::string_view name);
  void bytes(void* to, size_t size);
  template <class T>
  void value(T& one) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes(&one, sizeof one);
  }
  template <class T>
  void list(std::vector<T>& all) {
    all.resize(count(sizeof(T)));
    bytes(all.data(), all.size() * sizeof(T));
  }
  template <class T, size_t kShift>
  void rows(RowArray<T, kShift>& all) {
    all.reach(count(sizeof(T)));
    for (size_t at = 0; at < all.size(); at += all.kChunk)
      bytes(&all.raw(at), std::min(all.kChunk, all.size() - at) * sizeof(T));
  }
  template <class T, size_t kShift>
  void each(RowArray<T, kShift>& all) {
    all.reach(count(1));
    for (size_t at = 0; at < all.size(); ++at) all.raw(at).keep(*this);
  }
  void text(std::string& one);
  // A number of things of at least so many bytes each, that the file can hold; 0 when it cannot.
  size_t count(size_t bytes_each);
  bool is_good() const { return state_.has_value(); }
  // corrupt "snapshot_damaged", "snapshot_other_version"; or what reading gave.
  Result<void> finish();
  void refuse(const std::string& reason, const std::string& what);

 private:
  void next_piece();
  const SecretKey key_;
  std::string number_;
  Result<OwnedFd> file_;
  Result<void> state_;
  std::string buffer_;
  size_t at_ = 0;  // in buffer_
  uint64_t pieces_ = 0;
  int64_t read_ = 0, size_ = 0;  // of the file
};

}  // namespace soleil
