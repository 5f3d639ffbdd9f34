#include "platform/database/sqlite_wal.h"

#include <cstring>

namespace soleil {
namespace {

constexpr uint32_t kMagic = 0x377f0682, kVersion = 3'007'000;

uint32_t big(std::string_view bytes, size_t at) {
  uint32_t out = 0;
  for (size_t i = 0; i < 4; ++i) out = out << 8 | static_cast<uint8_t>(bytes[at + i]);
  return out;
}

// The index is in the machine's own order, which is little here.
uint32_t little(std::string_view bytes, size_t at) {
  uint32_t out = 0;
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return out;
}

}  // namespace

std::optional<WalEnd> wal_end_of(std::string_view index) {
  if (index.size() < kWalIndexHeaderBytes || little(index, 0) != kVersion || index[12] != 1)
    return std::nullopt;
  WalEnd out;
  uint16_t page = 0;
  std::memcpy(&page, index.data() + 14, sizeof page);
  out.page_bytes = page == 1 ? 65'536 : page;
  out.frames = little(index, 16);
  out.pages = little(index, 20);
  std::memcpy(out.salt.data(), index.data() + 32, sizeof out.salt);
  return out;
}

uint32_t WalReader::word(std::string_view bytes, size_t at) const {
  return big_endian_ ? big(bytes, at) : little(bytes, at);
}

void WalReader::add(std::string_view bytes) {
  for (size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    sum_[0] += word(bytes, at) + sum_[1];
    sum_[1] += word(bytes, at + 4) + sum_[0];
  }
}

bool WalReader::begin(std::string_view header, const std::array<uint32_t, 2>& salt) {
  if (header.size() < kWalHeaderBytes || (big(header, 0) & ~1u) != kMagic) return false;
  if (big(header, 4) != kVersion) return false;
  // Salts lie in the WAL and in its index as the same bytes.
  if (std::memcmp(header.data() + 16, salt.data(), sizeof salt) != 0) return false;
  *this = WalReader();
  big_endian_ = big(header, 0) & 1;
  page_bytes_ = big(header, 8);
  salt_ = salt;
  add(header.substr(0, 24));
  return sum_[0] == big(header, 24) && sum_[1] == big(header, 28);
}

std::optional<std::pair<uint32_t, std::string_view>> WalReader::frame(std::string_view bytes) {
  if (bytes.size() != kWalFrameHeaderBytes + page_bytes_) return std::nullopt;
  if (std::memcmp(bytes.data() + 8, salt_.data(), sizeof salt_) != 0) return std::nullopt;
  add(bytes.substr(0, 8));
  add(bytes.substr(kWalFrameHeaderBytes));
  if (sum_[0] != big(bytes, 16) || sum_[1] != big(bytes, 20)) return std::nullopt;
  ++frames_;
  return std::pair(big(bytes, 0), bytes.substr(kWalFrameHeaderBytes));
}

}  // namespace soleil
