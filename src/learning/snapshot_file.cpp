#include "learning/snapshot_file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <utility>

namespace soleil {
namespace {

constexpr size_t kPieceBytes = 1 << 20;  // sealed at a time; the last is smaller
constexpr size_t kNumberBytes = 18;
constexpr int64_t kNumberChars = 24;  // as base64url
constexpr std::string_view kMagic = "soleil snapshot2", kEnd = "the end of it is";
using Name = std::array<char, 16>;

Name padded(std::string_view name) {
  Name out{};
  std::copy_n(name.begin(), std::min(name.size(), out.size()), out.begin());
  return out;
}

std::string piece_context(const std::string& file, uint64_t piece) {
  return "soleil/snapshot/1 " + file + " " + std::to_string(piece);
}

}  // namespace

SnapshotOut::SnapshotOut(const std::string& path, const SecretKey& key, Turn turn)
    : key_(key),
      turn_(std::move(turn)),
      file_(open_file(path, O_CREAT | O_TRUNC | O_WRONLY, 0600)) {
  if (!file_) state_ = tl::unexpected(file_.error());
  number_ = random_.token(kNumberBytes);
  if (state_) state_ = write_all(file_->get(), number_);
  size_ = kNumberChars;
  bytes(kMagic.data(), kMagic.size());
}

void SnapshotOut::flush() {
  if (buffer_.empty()) return;
  const std::string piece = sealed(key_, piece_context(number_, pieces_++), buffer_, random_);
  if (state_) state_ = write_all(file_->get(), piece);
  size_ += static_cast<int64_t>(piece.size());
  buffer_.clear();
}

void SnapshotOut::bytes(const void* from, size_t size) {
  const char* next = static_cast<const char*>(from);
  while (state_ && size > 0) {
    const size_t some = std::min(size, kPieceBytes - buffer_.size());
    buffer_.append(next, some);
    if (buffer_.size() == kPieceBytes) flush();
    next += some;
    size -= some;
  }
}

void SnapshotOut::section(std::string_view name) {
  const Name written = padded(name);
  bytes(written.data(), written.size());
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

SnapshotIn::SnapshotIn(const std::string& path, const SecretKey& key)
    : key_(key), file_(open_plain_file(path)) {
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
  auto number = read_at(file_->get(), 0, kNumberChars);
  if (!number) {
    state_ = tl::unexpected(number.error());
    return;
  }
  number_ = std::move(*number);
  read_ = static_cast<int64_t>(number_.size());
  Name magic{};
  bytes(magic.data(), magic.size());
  if (std::string_view(magic.data(), magic.size()) != kMagic)
    refuse("snapshot_damaged", "It does not begin like a snapshot.");
}

void SnapshotIn::refuse(const std::string& reason, const std::string& what) {
  if (state_) state_ = fail(Code::corrupt, reason, what);
}

void SnapshotIn::bytes(void* to, size_t size) {
  char* next = static_cast<char*>(to);
  while (state_ && size > 0) {
    if (at_ == buffer_.size()) next_piece();
    if (!state_) return;
    const size_t some = std::min(size, buffer_.size() - at_);
    std::memcpy(next, buffer_.data() + at_, some);
    next += some;
    at_ += some;
    size -= some;
  }
}

void SnapshotIn::next_piece() {
  auto piece = read_at(file_->get(), read_, kPieceBytes + kSealBytes);
  if (!piece) state_ = tl::unexpected(piece.error());
  if (piece && piece->empty()) refuse("snapshot_damaged", "It ends too soon.");
  if (!state_) return;
  read_ += static_cast<int64_t>(piece->size());
  auto opened_piece = opened(key_, piece_context(number_, pieces_++), *piece);
  if (!opened_piece) return refuse("snapshot_damaged", opened_piece.error().what);
  buffer_ = std::move(*opened_piece);
  at_ = 0;
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

void SnapshotIn::section(std::string_view name) {
  Name written{};
  bytes(written.data(), written.size());
  if (written != padded(name)) refuse("snapshot_damaged", "A section is missing.");
}

Result<void> SnapshotIn::finish() {
  section(kEnd);
  if (state_ && (read_ != size_ || at_ != buffer_.size()))
    refuse("snapshot_damaged", "Something comes after its end.");
  return state_;
}

}  // namespace soleil
