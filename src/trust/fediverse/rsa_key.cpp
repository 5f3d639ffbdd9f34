#include "trust/fediverse/rsa_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/check.h"

namespace soleil {
namespace {

constexpr int kBits = 2'048, kBitsMax = 8'192;
constexpr size_t kPemBytesMax = 16 << 10;

using Key = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using Memory = std::unique_ptr<BIO, decltype(&::BIO_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)>;

std::string bytes_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return std::string(data, static_cast<size_t>(size));
}

Memory reading(std::string_view text) {
  return Memory(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &::BIO_free);
}

// OpenSSL would ask the terminal for a passphrase.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

const unsigned char* unsigned_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

struct RsaKey::Secret {
  Key key{nullptr, &::EVP_PKEY_free};
};

RsaKey RsaKey::make() {
  auto out = std::make_shared<Secret>();
  out->key.reset(EVP_RSA_gen(kBits));
  SOLEIL_CHECK(out->key != nullptr);
  return RsaKey(std::move(out));
}

Result<RsaKey> RsaKey::parse(const std::string& pem) {
  auto out = std::make_shared<Secret>();
  out->key.reset(::PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, &no_passphrase, nullptr));
  ::ERR_clear_error();
  if (!out->key || !EVP_PKEY_is_a(out->key.get(), "RSA"))
    return fail(Code::corrupt, "bad_key", "The file does not hold an RSA key.");
  return RsaKey(std::move(out));
}

std::string RsaKey::pem() const {
  const Memory out(::BIO_new(::BIO_s_mem()), &::BIO_free);
  SOLEIL_CHECK(::PEM_write_bio_PKCS8PrivateKey(out.get(), secret_->key.get(), nullptr, nullptr, 0,
                                               nullptr, nullptr) == 1);
  return bytes_of(out.get());
}

std::string RsaKey::public_pem() const {
  const Memory out(::BIO_new(::BIO_s_mem()), &::BIO_free);
  SOLEIL_CHECK(::PEM_write_bio_PUBKEY(out.get(), secret_->key.get()) == 1);
  return bytes_of(out.get());
}

std::string RsaKey::sign(std::string_view text) const {
  const Digest digest(::EVP_MD_CTX_new(), &::EVP_MD_CTX_free);
  size_t size = 0;
  SOLEIL_CHECK(::EVP_DigestSignInit(digest.get(), nullptr, ::EVP_sha256(), nullptr,
                                    secret_->key.get()) == 1);
  SOLEIL_CHECK(::EVP_DigestSign(digest.get(), nullptr, &size, unsigned_of(text), text.size()) == 1);
  std::string out(size, '\0');
  SOLEIL_CHECK(::EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                                unsigned_of(text), text.size()) == 1);
  out.resize(size);
  return out;
}

bool rsa_made(const std::string& public_pem, std::string_view text, std::string_view signature) {
  if (public_pem.size() > kPemBytesMax) return false;
  const Key key(::PEM_read_bio_PUBKEY(reading(public_pem).get(), nullptr, &no_passphrase, nullptr),
                &::EVP_PKEY_free);
  bool made = key && EVP_PKEY_is_a(key.get(), "RSA") && ::EVP_PKEY_get_bits(key.get()) >= kBits &&
              ::EVP_PKEY_get_bits(key.get()) <= kBitsMax;
  if (made) {
    const Digest digest(::EVP_MD_CTX_new(), &::EVP_MD_CTX_free);
    made = ::EVP_DigestVerifyInit(digest.get(), nullptr, ::EVP_sha256(), nullptr, key.get()) == 1 &&
           ::EVP_DigestVerify(digest.get(), unsigned_of(signature), signature.size(),
                              unsigned_of(text), text.size()) == 1;
  }
  ::ERR_clear_error();
  return made;
}

}  // namespace soleil
