#include "api/media_signer.h"

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kHourMs = 3'600'000;
constexpr int64_t kPeriodHours = 6;

template <class T>
void put_big_endian(std::string& out, T value) {
  for (int shift = 8 * (sizeof value - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift & 0xff);
}

template <class T>
T get_big_endian(std::string_view bytes, size_t at) {
  T value = 0;
  for (size_t i = 0; i < sizeof value; ++i)
    value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

constexpr size_t kSignatureBytes = 16;
constexpr size_t kVersionAt = sizeof(uint32_t);
constexpr size_t kTokenBytes = kVersionAt + sizeof(uint64_t) + kSignatureBytes;

}  // namespace

uint32_t MediaSigner::expiry_hour() const {
  const int64_t period = clock_.now_ms() / (kHourMs * kPeriodHours);
  return static_cast<uint32_t>((period + 2) * kPeriodHours);
}

int64_t MediaSigner::expires_ms() const {
  return int64_t{expiry_hour()} * kHourMs;
}

std::string MediaSigner::sign(uint32_t hour, uint64_t version, const Video& video) const {
  std::string token;
  put_big_endian(token, hour);
  put_big_endian(token, version);
  std::string message = token;
  put_big_endian(message, video.id.value);
  put_big_endian(message, static_cast<uint64_t>(video.media_epoch));
  return token + hmac_sha256(key_, message).substr(0, kSignatureBytes);
}

std::string MediaSigner::url(const Video& video, std::string_view file) const {
  const auto version = static_cast<uint64_t>(video.media_version);
  const char* const place = here_ && video.id.home() != here_ ? "/media/far/" : "/media/";
  return place + base64url_encode(sign(expiry_hour(), version, video)) + "/" + video.id.text() +
         "/" + std::string(file);
}

std::optional<int64_t> MediaSigner::check(std::string_view token, const Video& video) const {
  const auto bytes = base64url_decode(token);
  if (!bytes || bytes->size() != kTokenBytes) return std::nullopt;
  const auto hour = get_big_endian<uint32_t>(*bytes, 0);
  const auto version = get_big_endian<uint64_t>(*bytes, kVersionAt);
  if (int64_t{hour} * kHourMs < clock_.now_ms()) return std::nullopt;
  if (!equal_in_constant_time(*bytes, sign(hour, version, video))) return std::nullopt;
  return static_cast<int64_t>(version);
}

}  // namespace soleil
