// RegionKeys: what a region signs with (Ed25519, RFC 8032) and what is sealed to it (X25519 and
// XSalsa20-Poly1305, libsodium's sealed boxes), made from one secret of its data folder that never
// leaves it. The public halves stand in the deployment file. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "residency/region_link.h"

namespace soleil {

class RegionKeys {
 public:
  explicit RegionKeys(std::string_view secret);              // 32 bytes
  const std::string& sign_key() const { return sign_key_; }  // public, 32 bytes
  const std::string& box_key() const { return box_key_; }    // public, 32 bytes

  // `purpose` keeps signatures of one kind from being taken for another's.
  std::string sign(std::string_view purpose, std::string_view text) const;  // 64 bytes
  static bool verify(std::string_view purpose, std::string_view text, std::string_view signature,
                     std::string_view sign_key);

  static Sealed seal(std::string_view bytes, std::string_view box_key);
  Result<std::string> unseal(std::string_view sealed) const;  // denied "not_sealed_to_us"

 private:
  std::string sign_key_, sign_secret_, box_key_, box_secret_;
};

}  // namespace soleil
