#include "residency/backup/backup_seal.h"

#include <sodium.h>

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kPieceBytes = 64 << 10;
constexpr size_t kMoreBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr size_t kHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr unsigned char kLast = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string BackupSeal::key_of(std::string_view name) const {
  return hmac_sha256(key_, "soleil backup object v1 " + std::string(name));
}

std::string BackupSeal::name_of(std::string_view what) const {
  return hex_encode(hmac_sha256(key_, "soleil backup name v1 " + std::string(what)).substr(0, 16));
}

std::string BackupSeal::seal(std::string_view name, std::string_view plain) const {
  SOLEIL_CHECK(sodium_init() >= 0);
  const std::string key = key_of(name);
  crypto_secretstream_xchacha20poly1305_state state;
  std::string out(kHeaderBytes, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(&state, bytes(out), bytes(key));
  for (bool last = false; !last;) {
    const std::string_view piece = plain.substr(0, kPieceBytes);
    plain.remove_prefix(piece.size());
    last = plain.empty();
    std::string sealed(piece.size() + kMoreBytes, '\0');
    crypto_secretstream_xchacha20poly1305_push(&state, bytes(sealed), nullptr, bytes(piece),
                                               piece.size(), bytes(name), name.size(),
                                               last ? kLast : 0);
    out += sealed;
  }
  return out;
}

Result<std::string> BackupSeal::open(std::string_view name, std::string_view sealed) const {
  const auto refused = [&] {
    return fail(Code::corrupt, "backup_not_opened",
                "The backup's object " + std::string(name) +
                    " can't be opened: it is damaged, or the key is another one.");
  };
  SOLEIL_CHECK(sodium_init() >= 0);
  const std::string key = key_of(name);
  crypto_secretstream_xchacha20poly1305_state state;
  if (sealed.size() < kHeaderBytes + kMoreBytes ||
      crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes(sealed), bytes(key)) != 0)
    return refused();
  sealed.remove_prefix(kHeaderBytes);
  std::string out;
  unsigned char tag = 0;
  while (!sealed.empty()) {
    const std::string_view piece = sealed.substr(0, kPieceBytes + kMoreBytes);
    if (piece.size() < kMoreBytes || tag == kLast) return refused();
    std::string plain(piece.size() - kMoreBytes, '\0');
    if (crypto_secretstream_xchacha20poly1305_pull(&state, bytes(plain), nullptr, &tag,
                                                   bytes(piece), piece.size(), bytes(name),
                                                   name.size()) != 0)
      return refused();
    out += plain;
    sealed.remove_prefix(piece.size());
  }
  if (tag != kLast) return refused();
  return out;
}

}  // namespace soleil
