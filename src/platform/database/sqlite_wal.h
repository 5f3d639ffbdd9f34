// The bytes of a SQLite WAL file and of its index (sqlite.org/walformat.html), as pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace soleil {

inline constexpr size_t kWalHeaderBytes = 32, kWalFrameHeaderBytes = 24, kWalIndexHeaderBytes = 48;

// Where a snapshot ends.
struct WalEnd {
  uint32_t frames = 0, pages = 0, page_bytes = 0;
  std::array<uint32_t, 2> salt{};
  bool operator==(const WalEnd&) const = default;
};
// The first of the index's two headers; nullopt: it is not set up, or another version.
std::optional<WalEnd> wal_end_of(std::string_view index);

// Reads on through a WAL, frame by frame, as long as salts and sums fit.
class WalReader {
 public:
  // The WAL's header; false: it is no header, or of other salts.
  bool begin(std::string_view header, const std::array<uint32_t, 2>& salt);
  uint32_t frames() const { return frames_; }  // read so far
  uint32_t page_bytes() const { return page_bytes_; }
  const std::array<uint32_t, 2>& salt() const { return salt_; }
  // One more frame, header and page; nullopt: it does not follow. The page's number and bytes.
  std::optional<std::pair<uint32_t, std::string_view>> frame(std::string_view bytes);

 private:
  uint32_t word(std::string_view bytes, size_t at) const;
  void add(std::string_view bytes);
  bool big_endian_ = false;
  uint32_t page_bytes_ = 0, frames_ = 0;
  std::array<uint32_t, 2> salt_{}, sum_{};
};

}  // namespace soleil
