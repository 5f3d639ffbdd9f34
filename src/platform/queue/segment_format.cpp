#include "platform/queue/segment_format.h"

#include <cstring>

#include "base/hash.h"

namespace soleil {

namespace {

template <class T>
void put(std::string& out, T value) {  // little-endian hosts only, as crc32c's instructions are
  out.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

template <class T>
T get(std::string_view bytes, size_t position) {
  T value;
  std::memcpy(&value, bytes.data() + position, sizeof(T));
  return value;
}

// Is there, behind a bad place, an intact record written when that place was already durable?
bool later_record_vouches(std::string_view segment, size_t bad, int64_t expected_offset) {
  for (size_t at = bad + 1; at + kRecordHeaderBytes <= segment.size(); ++at) {
    const auto offset = get<int64_t>(segment, at + 8);
    const auto synced = get<uint32_t>(segment, at + 16);
    if (offset < expected_offset || synced <= bad || synced > at) continue;
    if (record_at(segment, at)) return true;
  }
  return false;
}

}  // namespace

void append_record(std::string& out, const SegmentRecord& record) {
  const size_t start = out.size();
  put<uint32_t>(out, 0);  // the crc's place
  put(out, static_cast<uint32_t>(record.bytes.size()));
  put(out, record.offset);
  put(out, record.synced);
  put(out, record.batch_left);
  out.append(record.bytes);
  const uint32_t crc = crc32c(std::string_view(out).substr(start + 4));
  std::memcpy(out.data() + start, &crc, sizeof(crc));
}

size_t claimed_bytes(std::string_view segment, size_t position) {
  if (position + kRecordHeaderBytes > segment.size()) return 0;
  return kRecordHeaderBytes + get<uint32_t>(segment, position + 4);
}

std::optional<SegmentRecord> record_at(std::string_view segment, size_t position) {
  const size_t size = claimed_bytes(segment, position);
  if (size == 0 || size > segment.size() - position) return std::nullopt;
  const std::string_view record = segment.substr(position, size);
  if (crc32c(record.substr(4)) != get<uint32_t>(record, 0)) return std::nullopt;
  return SegmentRecord{.offset = get<int64_t>(record, 8),
                       .synced = get<uint32_t>(record, 16),
                       .batch_left = get<uint32_t>(record, 20),
                       .bytes = record.substr(kRecordHeaderBytes),
                       .end = position + size};
}

SegmentScan scan_segment(std::string_view segment, int64_t first_offset) {
  SegmentScan scan{.good_bytes = 0, .next_offset = first_offset};
  int64_t offset = first_offset;
  size_t position = 0;
  while (position < segment.size()) {
    const auto record = record_at(segment, position);
    if (!record || record->offset != offset) break;
    position = record->end;
    ++offset;
    if (record->batch_left > 0) continue;
    scan.good_bytes = position;
    scan.next_offset = offset;
  }
  if (position < segment.size()) scan.is_damaged = later_record_vouches(segment, position, offset);
  return scan;
}

}  // namespace soleil
