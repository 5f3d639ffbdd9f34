#include "residency/order_signer.h"

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

}  // namespace

OrderSigner::OrderSigner(std::string_view secret)
    : public_key_(crypto_sign_PUBLICKEYBYTES, '\0'), secret_key_(crypto_sign_SECRETKEYBYTES, '\0') {
  SOLEIL_CHECK(sodium_init() >= 0);
  const std::string seed = hmac_sha256(secret, "soleil order signing key v1");
  SOLEIL_CHECK(crypto_sign_seed_keypair(bytes(public_key_), bytes(secret_key_), bytes(seed)) == 0);
}

std::string OrderSigner::sign(std::string_view text) const {
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes(out), nullptr, bytes(text), text.size(), bytes(secret_key_));
  return out;
}

bool OrderSigner::verify(std::string_view text, std::string_view signature,
                         std::string_view public_key) {
  if (signature.size() != crypto_sign_BYTES || public_key.size() != crypto_sign_PUBLICKEYBYTES)
    return false;
  return crypto_sign_verify_detached(bytes(signature), bytes(text), text.size(),
                                     bytes(public_key)) == 0;
}

}  // namespace soleil
