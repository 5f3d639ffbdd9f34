#include "residency/backup/batch.h"

#include <cstring>

#include "base/text.h"

namespace soleil {
namespace {

// deed u8 | path u32 | bytes u32 | place u64 | path | bytes, little-endian.
constexpr size_t kHeaderBytes = 1 + 4 + 4 + 8;

template <class T>
void put(std::string& out, T value) {
  for (size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(value >> 8 * i & 0xff);
}

template <class T>
T get(std::string_view bytes, size_t at) {
  T out = 0;
  for (size_t i = sizeof out; i-- > 0;) out = static_cast<T>(out << 8 | uint8_t(bytes[at + i]));
  return out;
}

}  // namespace

void append_backup_record(std::string& batch, const BackupRecord& r) {
  batch += static_cast<char>(r.deed);
  put(batch, static_cast<uint32_t>(r.path.size()));
  put(batch, static_cast<uint32_t>(r.bytes.size()));
  put(batch, static_cast<uint64_t>(r.place));
  batch += r.path;
  batch += r.bytes;
}

Result<std::vector<BackupRecord>> read_batch(std::string_view batch) {
  const auto bad = [] {
    return fail(Code::corrupt, "bad_batch", "A batch of the backup is not whole.");
  };
  std::vector<BackupRecord> out;
  while (!batch.empty()) {
    if (batch.size() < kHeaderBytes) return bad();
    BackupRecord record;
    const auto deed = static_cast<uint8_t>(batch[0]);
    const size_t path = get<uint32_t>(batch, 1), bytes = get<uint32_t>(batch, 5);
    if (deed < 1 || deed > 6 || batch.size() - kHeaderBytes < path ||
        batch.size() - kHeaderBytes - path < bytes)
      return bad();
    record.deed = static_cast<BackupDeed>(deed);
    record.place = static_cast<int64_t>(get<uint64_t>(batch, 9));
    record.path = batch.substr(kHeaderBytes, path);
    record.bytes = batch.substr(kHeaderBytes + path, bytes);
    const bool has_path = record.deed != BackupDeed::page && record.deed != BackupDeed::pages;
    if (record.place < 0 || (has_path && !is_inner_path(record.path))) return bad();
    batch.remove_prefix(kHeaderBytes + path + bytes);
    out.push_back(std::move(record));
  }
  return out;
}

bool is_inner_path(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  for (const std::string_view part : split(path, '/'))
    if (part.empty() || part == "." || part == "..") return false;
  return true;
}

}  // namespace soleil
