#include "model/id.h"

#include "base/check.h"

namespace soleil {
namespace {
constexpr int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kTextLength = 13;
}  // namespace

std::string id_text(uint64_t value) {
  std::string text(kTextLength, '0');
  for (int i = kTextLength - 1; i >= 0; --i, value >>= 5) text[i] = kAlphabet[value & 31];
  return text;
}

std::optional<uint64_t> id_value(std::string_view text) {
  if (text.size() != kTextLength || text[0] > '7') return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    const size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 5 | digit;
  }
  return value;
}

RegionIndex id_region(uint64_t value) {
  return static_cast<RegionIndex>(value >> 16 & 63);
}
int64_t id_time_ms(uint64_t value) {
  return static_cast<int64_t>(value >> 22) + kEpochMs;
}

uint64_t first_id_of(int64_t at_ms) {
  return at_ms <= kEpochMs ? 0 : static_cast<uint64_t>(at_ms - kEpochMs) << 22;
}

IdMaker::IdMaker(const Clock& clock, Random& random, RegionIndex home)
    : clock_(clock), random_(random), home_(home) {
  SOLEIL_CHECK(home <= kRegionIndexMax);
}

uint64_t IdMaker::next() {
  std::lock_guard lock(mutex_);
  const int64_t now_ms = clock_.now_ms() - kEpochMs;
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    // A random start keeps two processes of one region apart; the upper bit stays free for
    // counting.
    sequence_ = static_cast<uint32_t>(random_.below(1u << 15));
  } else if (++sequence_ == 1u << 16) {
    ++last_ms_;  // borrows from the future rather than wait or repeat
    sequence_ = 0;
  }
  return static_cast<uint64_t>(last_ms_) << 22 | static_cast<uint64_t>(home_) << 16 | sequence_;
}

}  // namespace soleil
