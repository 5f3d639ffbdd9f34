// Signed notes (c2sp.org/signed-note): text, an empty line, signature lines
// "— <key name> base64(key id || signature)". Two kinds of key: a log signs the text itself
// (0x01, Ed25519, RFC 8032), a witness signs "cosignature/v1", a time and the text (0x04,
// c2sp.org/tlog-cosignature). Pure; secrets stay in SigningKey.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace soleil {

constexpr size_t kNoteBytesMax = 256 << 10;
constexpr size_t kNoteSignaturesMax = 64;  // the format asks for at least 16

enum class KeyKind : uint8_t { log = 0x01, witness = 0x04 };

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  std::string bytes;  // without the key id
};

struct Note {
  std::string text;  // with its final newline
  std::vector<NoteSignature> signatures;
};

Result<Note> parse_note(std::string_view note);  // invalid, "bad_note"
Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines);
std::string signature_line(const NoteSignature& signature);  // with its newline
bool is_key_name(std::string_view name);

// What a stranger needs to check a signature, written "name+hex key id+base64(kind || key)".
struct VerifierKey {
  std::string name;
  uint32_t key_id = 0;
  KeyKind kind = KeyKind::log;
  std::array<uint8_t, 32> key{};

  bool made(const NoteSignature& signature) const {
    return signature.name == name && signature.key_id == key_id;
  }
  std::string text() const;
  bool operator==(const VerifierKey&) const = default;
};

Result<VerifierKey> parse_verifier_key(std::string_view text);  // invalid, "bad_key"

// The signature's time in seconds since 1970 (0 for a log's, which has none); invalid,
// "bad_signature".
Result<int64_t> check_signature(const VerifierKey& key, std::string_view text,
                                const NoteSignature& signature);

// A secret key, written "PRIVATE+KEY+name+hex key id+base64(kind || seed)" as Go's note package
// does. The text form is the secret: keep it in a file of mode 0600.
class SigningKey {
 public:
  static Result<SigningKey> make(std::string name, KeyKind kind, Random& random);
  static Result<SigningKey> parse(std::string_view text);
  std::string text() const;
  const VerifierKey& verifier() const { return verifier_; }
  // A log's key: signs the text. A witness's key: cosigns it at time_s.
  NoteSignature sign(std::string_view text, int64_t time_s = 0) const;

 private:
  SigningKey(std::string name, KeyKind kind, const std::array<uint8_t, 32>& seed);
  VerifierKey verifier_;
  std::array<uint8_t, 32> seed_;
  std::array<uint8_t, 64> secret_;
};

}  // namespace soleil
