// A snapshot's file: what was learned, in sections each of which ends with its CRC-32C, so that a
// start need not read the whole log. A writer and a reader with the same calls: what is kept walks
// over its parts once (`template <class File> void keep(File&)`), for both. Numbers as they stand
// in memory (x86-64): a snapshot is for this program on this machine, and `layout` refuses
// another's. Errors stick: the first one is what finish() gives, and what comes after it does
// nothing.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "base/row_array.h"
#include "platform/files.h"

namespace soleil {

class SnapshotOut {
 public:
  static constexpr bool kReads = false;
  explicit SnapshotOut(const std::string& path);  // made anew, for the owner's eyes only

  void section(std::string_view name);  // at most 16 bytes; ends the one before
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
  template <class T, size_t kShift>
  void rows(RowArray<T, kShift>& all) {
    value(uint64_t{all.size()});
    for (size_t at = 0; at < all.size(); at += all.kChunk)
      bytes(&all[at], std::min(all.kChunk, all.size() - at) * sizeof(T));
  }
  void text(std::string& one);
  // Ends the file. In the page cache only: sync() is for when no lock is held.
  Result<void> finish();
  Result<void> sync();
  int64_t size() const { return size_; }

 private:
  void flush();
  void raw(const void* from, size_t size);
  Result<OwnedFd> file_;
  Result<void> state_;
  std::string buffer_;
  uint32_t crc_ = 0;
  int64_t size_ = 0;
  bool in_section_ = false;
};

class SnapshotIn {
 public:
  static constexpr bool kReads = true;
  explicit SnapshotIn(const std::string& path);

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
      bytes(&all[at], std::min(all.kChunk, all.size() - at) * sizeof(T));
  }
  void text(std::string& one);
  // A number of things of at least so many bytes each, that the file can hold; 0 when it cannot.
  size_t count(size_t bytes_each);
  bool is_good() const { return state_.has_value(); }
  // corrupt "snapshot_damaged", "snapshot_other_version"; or what reading gave.
  Result<void> finish();
  void refuse(const std::string& reason, const std::string& what);

 private:
  void raw(void* to, size_t size);
  void end_section();
  Result<OwnedFd> file_;
  Result<void> state_;
  std::string buffer_;
  size_t at_ = 0;                // in buffer_
  int64_t read_ = 0, size_ = 0;  // of the file
  uint32_t crc_ = 0;
  bool in_section_ = false;
};

}  // namespace soleil
