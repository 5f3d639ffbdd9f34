// The bytes of a fact log's segment file, as pure functions. A record is, little-endian:
//   crc u32 | length u32 | offset u64 | synced u32 | batch_left u32 | bytes
// crc: CRC-32C of all that follows it. offset: the record's place in the topic. batch_left: how
// many records of the same append follow (0: the last). synced: how much of this file was known to
// be durable when the record was written. That tells a torn tail from damage: bytes that nobody
// was told are durable may be cut; bytes that a later record calls durable must be intact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace soleil {

constexpr size_t kRecordHeaderBytes = 24;

struct SegmentRecord {
  int64_t offset = 0;
  uint32_t synced = 0;
  uint32_t batch_left = 0;
  std::string_view bytes;
  size_t end = 0;  // position behind it
};

void append_record(std::string& out, const SegmentRecord& record);

// The whole, intact record at `position`; else nothing.
std::optional<SegmentRecord> record_at(std::string_view segment, size_t position);

// How long the record at `position` claims to be, header included; 0 if its header is cut off.
size_t claimed_bytes(std::string_view segment, size_t position);

struct SegmentScan {
  size_t good_bytes = 0;    // up to the end of the last whole append
  int64_t next_offset = 0;  // after the last record of it
  bool is_damaged = false;  // durable bytes are not what was written, from good_bytes on
};

SegmentScan scan_segment(std::string_view segment, int64_t first_offset);

}  // namespace soleil
