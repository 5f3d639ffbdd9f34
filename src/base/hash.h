// Hashes: SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104), CRC-32C (RFC 3720 appendix B.4). Raw bytes
// in, raw bytes out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace soleil {

std::string sha256(std::string_view bytes);  // 32 bytes
std::string sha1(std::string_view bytes);    // 20 bytes; only because tus clients may send it
std::string hmac_sha256(std::string_view key,
                        std::string_view message);  // 32 bytes; key of any length
bool equal_in_constant_time(std::string_view a, std::string_view b);
uint32_t crc32c(std::string_view bytes, uint32_t seed = 0);
uint64_t hash64(std::string_view bytes,
                uint64_t seed = 0);  // fast, stable across runs; not for secrets

class Sha256 {  // streaming
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  std::string finish();  // 32 bytes; call once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace soleil
