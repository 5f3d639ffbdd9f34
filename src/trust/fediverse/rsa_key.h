// RSA signatures, RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2): what the fediverse signs
// requests with ("rsa-sha256"). Ed25519 keys, as our logs have, are not understood there.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

class RsaKey {
 public:
  static RsaKey make();                                 // 2048 bits; takes a tenth of a second
  static Result<RsaKey> parse(const std::string& pem);  // corrupt, "bad_key"
  std::string pem() const;                              // PKCS #8: the secret
  std::string public_pem() const;                       // SubjectPublicKeyInfo (RFC 5280)
  std::string sign(std::string_view text) const;        // thread-safe

 private:
  struct Secret;
  explicit RsaKey(std::shared_ptr<const Secret> secret) : secret_(std::move(secret)) {}
  std::shared_ptr<const Secret> secret_;
};

// Is it this public key's signature? A key that is not RSA of 2048 to 8192 bits has made nothing.
bool rsa_made(const std::string& public_pem, std::string_view text, std::string_view signature);

}  // namespace soleil
