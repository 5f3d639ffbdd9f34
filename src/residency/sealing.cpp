#include "residency/sealing.h"

#include <sodium.h>

#include <cstring>
#include <span>

#include "base/check.h"
#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonceBytes + kTagBytes == kSealBytes);

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

tl::unexpected<Error> bad_seal() {
  return fail(Code::corrupt, "bad_seal",
              "This was not sealed with this key, or was changed since.");
}

}  // namespace

SecretKey::SecretKey(std::string_view bytes) {
  SOLEIL_CHECK(bytes.size() == bytes_.size());
  std::memcpy(bytes_.data(), bytes.data(), bytes.size());
}

SecretKey::~SecretKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

SecretKey SecretKey::make(Random& random) {
  SOLEIL_CHECK(sodium_init() >= 0);  // chooses the fast code for this machine
  SecretKey out;
  random.fill(std::as_writable_bytes(std::span(out.bytes_)));
  return out;
}

SecretKey derived(const SecretKey& key, std::string_view purpose) {
  std::string bytes = hmac_sha256(key.view(), purpose);
  const SecretKey out(bytes);
  wipe(bytes);
  return out;
}

std::string sealed(const SecretKey& key, std::string_view context, std::string_view text,
                   Random& random) {
  std::string out(kNonceBytes + text.size() + kTagBytes, '\0');
  random.fill(std::as_writable_bytes(std::span(out.data(), kNonceBytes)));
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonceBytes, nullptr, raw(text), text.size(),
                                             raw(context), context.size(), nullptr, bytes,
                                             raw(key.view()));
  return out;
}

Result<std::string> opened(const SecretKey& key, std::string_view context,
                           std::string_view sealed) {
  if (sealed.size() < kSealBytes) return bad_seal();
  std::string out(sealed.size() - kSealBytes, '\0');
  const std::string_view locked = sealed.substr(kNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, raw(locked),
          locked.size(), raw(context), context.size(), raw(sealed), raw(key.view())) != 0)
    return bad_seal();
  return out;
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace soleil
