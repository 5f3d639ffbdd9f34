#include "learning/snapshot_file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kBufferMax = 1 << 20;
constexpr std::string_view kMagic = "soleil snapshot\n", kEnd = "the end of it is";
using Name = std::array<char, 16>;

Name padded(std::string_view name) {
  Name out{};
  std::copy_n(name.begin(), std::min(name.size(), out.size()), out.begin());
  return out;
}

}  // namespace

SnapshotOut::SnapshotOut(const std::string& path, Turn turn)
    : turn_(std::move(turn)), file_(open_file(path, O_CREAT | O_TRUNC | O_WRONLY, 0600)) {
  if (!file_) state_ = tl::unexpected(file_.error());
  raw(kMagic.data(), kMagic.size());
}

void SnapshotOut::flush() {
  if (state_) state_ = write_all(file_->get(), buffer_);
  buffer_.clear();
}

void SnapshotOut::raw(const void* from, size_t size) {
  if (!state_) return;
  size_ += static_cast<int64_t>(size);
  buffer_.append(static_cast<const char*>(from), size);
  if (buffer_.size() >= kBufferMax) flush();
}

void SnapshotOut::bytes(const void* from, size_t size) {
  crc_ = crc32c({static_cast<const char*>(from), size}, crc_);
  raw(from, size);
}

void SnapshotOut::section(std::string_view name) {
  if (in_section_) raw(&crc_, sizeof crc_);
  const Name written = padded(name);
  raw(written.data(), written.size());
  crc_ = 0;
  in_section_ = true;
}

void SnapshotOut::text(std::string& one) {
  value(uint64_t{one.size()});
  bytes(one.data(), one.size());
}

Result<void> SnapshotOut::finish() {
  section(kEnd);
  flush();
  return state_;
}

Result<void> SnapshotOut::sync() {
  if (state_) state_ = sync_file(file_->get());
  return state_;
}

SnapshotIn::SnapshotIn(const std::string& path) : file_(open_plain_file(path)) {
  if (!file_) {
    state_ = tl::unexpected(file_.error());
    return;
  }
  const auto size = file_size(file_->get());
  if (!size) {
    state_ = tl::unexpected(size.error());
    return;
  }
  size_ = *size;
  Name magic{};
  raw(magic.data(), magic.size());
  if (std::string_view(magic.data(), magic.size()) != kMagic)
    refuse("snapshot_damaged", "It does not begin like a snapshot.");
}

void SnapshotIn::refuse(const std::string& reason, const std::string& what) {
  if (state_) state_ = fail(Code::corrupt, reason, what);
}

void SnapshotIn::raw(void* to, size_t size) {
  char* next = static_cast<char*>(to);
  while (state_ && size > 0) {
    if (at_ == buffer_.size()) {
      auto more = read_at(file_->get(), read_, kBufferMax);
      if (!more) state_ = tl::unexpected(more.error());
      if (more && more->empty()) refuse("snapshot_damaged", "It ends too soon.");
      if (!state_) return;
      buffer_ = std::move(*more);
      read_ += static_cast<int64_t>(buffer_.size());
      at_ = 0;
    }
    const size_t some = std::min(size, buffer_.size() - at_);
    std::memcpy(next, buffer_.data() + at_, some);
    next += some;
    at_ += some;
    size -= some;
  }
}

void SnapshotIn::bytes(void* to, size_t size) {
  raw(to, size);
  if (state_) crc_ = crc32c({static_cast<const char*>(to), size}, crc_);
}

size_t SnapshotIn::count(size_t bytes_each) {
  uint64_t out = 0;
  value(out);
  const auto left = static_cast<uint64_t>(size_ - read_) + (buffer_.size() - at_);
  if (out > left / bytes_each)
    refuse("snapshot_damaged", "It says that it holds more than it does.");
  return state_ ? out : 0;
}

void SnapshotIn::text(std::string& one) {
  one.resize(count(1));
  bytes(one.data(), one.size());
}

void SnapshotIn::end_section() {
  uint32_t written = 0;
  const uint32_t found = crc_;
  raw(&written, sizeof written);
  if (written != found) refuse("snapshot_damaged", "A section's checksum is wrong.");
}

void SnapshotIn::section(std::string_view name) {
  if (in_section_) end_section();
  Name written{};
  raw(written.data(), written.size());
  if (written != padded(name)) refuse("snapshot_damaged", "A section is missing.");
  crc_ = 0;
  in_section_ = true;
}

Result<void> SnapshotIn::finish() {
  section(kEnd);
  if (state_ && (read_ != size_ || at_ != buffer_.size()))
    refuse("snapshot_damaged", "Something comes after its end.");
  return state_;
}

}  // namespace soleil
