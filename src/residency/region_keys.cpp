#include "residency/region_keys.h"

#include <sodium.h>

#include "base/check.h"
#include "base/hash.h"

namespace soleil {
namespace {

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string signed_text(std::string_view purpose, std::string_view text) {
  return "soleil " + std::string(purpose) + " v1\n" + std::string(text);
}

}  // namespace

RegionKeys::RegionKeys(std::string_view secret)
    : sign_key_(crypto_sign_PUBLICKEYBYTES, '\0'),
      sign_secret_(crypto_sign_SECRETKEYBYTES, '\0'),
      box_key_(crypto_box_PUBLICKEYBYTES, '\0'),
      box_secret_(crypto_box_SECRETKEYBYTES, '\0') {
  SOLEIL_CHECK(sodium_init() >= 0);
  const std::string sign_seed = hmac_sha256(secret, "soleil region signing key v1");
  const std::string box_seed = hmac_sha256(secret, "soleil region box key v1");
  SOLEIL_CHECK(crypto_sign_seed_keypair(bytes(sign_key_), bytes(sign_secret_), bytes(sign_seed)) ==
               0);
  SOLEIL_CHECK(crypto_box_seed_keypair(bytes(box_key_), bytes(box_secret_), bytes(box_seed)) == 0);
}

std::string RegionKeys::sign(std::string_view purpose, std::string_view text) const {
  const std::string all = signed_text(purpose, text);
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes(out), nullptr, bytes(all), all.size(), bytes(sign_secret_));
  return out;
}

bool RegionKeys::verify(std::string_view purpose, std::string_view text, std::string_view signature,
                        std::string_view sign_key) {
  if (signature.size() != crypto_sign_BYTES || sign_key.size() != crypto_sign_PUBLICKEYBYTES)
    return false;
  const std::string all = signed_text(purpose, text);
  return crypto_sign_verify_detached(bytes(signature), bytes(all), all.size(), bytes(sign_key)) ==
         0;
}

Sealed RegionKeys::seal(std::string_view plain, std::string_view box_key) {
  SOLEIL_CHECK(box_key.size() == crypto_box_PUBLICKEYBYTES);
  std::string out(plain.size() + crypto_box_SEALBYTES, '\0');
  SOLEIL_CHECK(crypto_box_seal(bytes(out), bytes(plain), plain.size(), bytes(box_key)) == 0);
  return Sealed(std::move(out));
}

Result<std::string> RegionKeys::unseal(std::string_view sealed) const {
  const auto refused = [] {
    return fail(Code::denied, "not_sealed_to_us", "This was not sealed to this region.");
  };
  if (sealed.size() < crypto_box_SEALBYTES) return refused();
  std::string out(sealed.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(bytes(out), bytes(sealed), sealed.size(), bytes(box_key_),
                           bytes(box_secret_)) != 0)
    return refused();
  return out;
}

}  // namespace soleil
