#include "platform/queue/fact_segment.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "platform/queue/segment_format.h"

namespace soleil {

namespace {
constexpr int64_t kChunkBytes = 256 << 10;
constexpr int64_t kReadBytesMax = 8 << 20;  // of records in one read()
}  // namespace

std::string FactSegment::file_name(int64_t first_offset) {
  char name[32];
  std::snprintf(name, sizeof(name), "%020lld.facts", static_cast<long long>(first_offset));
  return name;
}

std::optional<int64_t> FactSegment::first_offset_of(const std::string& name) {
  if (name.size() != 26 || !name.ends_with(".facts")) return std::nullopt;
  return parse_int(std::string_view(name).substr(0, 20));
}

int64_t FactSegment::durable_bytes() const {
  std::lock_guard lock(mutex_);
  return durable_bytes_;
}

void FactSegment::set_durable_bytes(int64_t bytes) {
  std::lock_guard lock(mutex_);
  durable_bytes_ = bytes;
}

FactSegment::Cursor FactSegment::nearest(int64_t offset) {
  std::lock_guard lock(mutex_);
  auto after = std::upper_bound(marks_.begin(), marks_.end(), offset,
                                [](int64_t o, const Cursor& mark) { return o < mark.offset; });
  if (after == marks_.begin()) return {first_offset_, 0};
  return *std::prev(after);
}

void FactSegment::remember(const Cursor& at) {
  std::lock_guard lock(mutex_);
  const int64_t last = marks_.empty() ? 0 : marks_.back().position;
  if (at.position >= last + kMarkBytes) marks_.push_back(at);
}

tl::unexpected<Error> FactSegment::damaged_at(const Cursor& at) const {
  return fail(Code::corrupt, "facts_damaged",
              path_ + " is damaged at byte " + std::to_string(at.position) + " (record " +
                  std::to_string(at.offset) + "). Restore it from a backup.");
}

// Some bytes from there on, at least one whole record.
Result<std::string> FactSegment::chunk_at(const Cursor& at, int64_t durable_bytes) const {
  const int64_t left = durable_bytes - at.position;
  std::string chunk = SOLEIL_TRY(read_at(fd(), at.position, std::min(left, kChunkBytes)));
  const auto claimed = static_cast<int64_t>(claimed_bytes(chunk, 0));
  if (claimed == 0 || claimed > left) return damaged_at(at);
  if (claimed <= static_cast<int64_t>(chunk.size())) return chunk;
  return read_at(fd(), at.position, claimed);
}

Result<void> FactSegment::read(int64_t from, size_t count_max, std::vector<FactRecord>& out) {
  const int64_t durable = durable_bytes();
  Cursor at = nearest(from);
  int64_t bytes = 0;
  while (at.position < durable && out.size() < count_max && bytes < kReadBytesMax) {
    const std::string chunk = SOLEIL_TRY(chunk_at(at, durable));
    size_t position = 0;
    while (out.size() < count_max) {
      const size_t claimed = claimed_bytes(chunk, position);
      if (claimed == 0 || claimed > chunk.size() - position) break;  // goes on in the next chunk
      const auto record = record_at(chunk, position);
      if (!record || record->offset != at.offset) return damaged_at(at);
      if (at.offset >= from) out.push_back({at.offset, std::string(record->bytes)});
      bytes += at.offset >= from ? static_cast<int64_t>(record->bytes.size()) : 0;
      at.position += static_cast<int64_t>(record->end - position);
      position = record->end;
      ++at.offset;
      remember(at);
    }
  }
  return {};
}

}  // namespace soleil
