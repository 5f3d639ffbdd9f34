// Sealing: authenticated encryption (XChaCha20-Poly1305, IETF, by libsodium) with random nonces,
// and keys that come from keys (HMAC-SHA-256 of a purpose). Secrets are wiped when they go. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace soleil {

constexpr size_t kSealBytes = 40;  // what a sealed text is longer than the text: nonce and tag

class SecretKey {  // 32 bytes
 public:
  SecretKey() = default;
  explicit SecretKey(std::string_view bytes);  // of 32: a bug otherwise
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  static SecretKey make(Random& random);
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), 32}; }

 private:
  std::array<uint8_t, 32> bytes_{};
};

SecretKey derived(const SecretKey& key, std::string_view purpose);
// `context`: what the text is and whose; only the same context opens it.
std::string sealed(const SecretKey& key, std::string_view context, std::string_view text,
                   Random& random);
// corrupt, "bad_seal": another key or context, or a changed byte.
Result<std::string> opened(const SecretKey& key, std::string_view context, std::string_view sealed);
void wipe(std::string& text);

}  // namespace soleil
