// OrderSigner: Ed25519 signatures (RFC 8032) of approved orders, with a key made from a secret of
// the data folder. Anybody checks them with the public key and openssl pkeyutl. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace soleil {

class OrderSigner {
 public:
  explicit OrderSigner(std::string_view secret);                 // 32 bytes
  std::string sign(std::string_view text) const;                 // 64 bytes
  const std::string& public_key() const { return public_key_; }  // 32 bytes
  static bool verify(std::string_view text, std::string_view signature,
                     std::string_view public_key);

 private:
  std::string public_key_, secret_key_;
};

}  // namespace soleil
