#include "ledger/note.h"

#include <sodium.h>

#include <cstdio>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr std::string_view kSecretPrefix = "PRIVATE+KEY+";
constexpr size_t kKeyBytes = 32, kSignatureBytes = 64, kTimeBytes = 8;

tl::unexpected<Error> bad_note() {
  return fail(Code::invalid, "bad_note", "This is not a signed note.");
}
tl::unexpected<Error> bad_key() {
  return fail(Code::invalid, "bad_key", "This is not a key of a log or a witness.");
}

std::string big_endian(uint64_t number, size_t bytes) {
  std::string out(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) out[bytes - 1 - i] = static_cast<char>(number >> (8 * i));
  return out;
}

uint64_t from_big_endian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

std::string_view view(const std::array<uint8_t, 32>& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

uint32_t key_id_of(std::string_view name, KeyKind kind, const std::array<uint8_t, 32>& key) {
  std::string message(name);
  message += '\n';
  message += static_cast<char>(kind);
  message += view(key);
  return static_cast<uint32_t>(from_big_endian(sha256(message).substr(0, 4)));
}

std::string hex_of(uint32_t key_id) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", key_id);
  return text;
}

std::string base64_of(KeyKind kind, const std::array<uint8_t, 32>& key) {
  return base64_encode(std::string(1, static_cast<char>(kind)) + std::string(view(key)));
}

// "name+id+base64(kind || 32 bytes)": both kinds of key file.
struct KeyText {
  std::string name, key_id;
  KeyKind kind = KeyKind::log;
  std::array<uint8_t, 32> bytes{};
};

Result<KeyText> parse_key_text(std::string_view text) {
  const size_t first = text.find('+');
  const size_t second = first == text.npos ? first : text.find('+', first + 1);
  if (second == text.npos) return bad_key();
  KeyText key{std::string(text.substr(0, first)),
              std::string(text.substr(first + 1, second - first - 1))};
  const auto bytes = base64_decode(text.substr(second + 1));
  if (!is_key_name(key.name) || !bytes || bytes->size() != 1 + kKeyBytes) return bad_key();
  key.kind = static_cast<KeyKind>((*bytes)[0]);
  if (key.kind != KeyKind::log && key.kind != KeyKind::witness) return bad_key();
  std::memcpy(key.bytes.data(), bytes->data() + 1, kKeyBytes);
  return key;
}

std::string cosigned_message(std::string_view text, int64_t time_s) {
  return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return bad_note();
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == line.npos) return bad_note();
  NoteSignature out{std::string(line.substr(0, space))};
  const auto bytes = base64_decode(line.substr(space + 1));
  if (!is_key_name(out.name) || !bytes || bytes->size() <= 4) return bad_note();
  out.key_id = static_cast<uint32_t>(from_big_endian(std::string_view(*bytes).substr(0, 4)));
  out.bytes = bytes->substr(4);
  return out;
}

bool has_control_characters(std::string_view text) {
  for (const char c : text)
    if (static_cast<uint8_t>(c) < 0x20 && c != '\n') return true;
  return false;
}

}  // namespace

// The format forbids every Unicode space; outside ASCII they begin with these bytes.
bool is_key_name(std::string_view name) {
  if (name.empty() || !is_utf8(name)) return false;
  for (const char c : name)
    if (static_cast<uint8_t>(c) <= 0x20 || c == '+' || c == 0x7f) return false;
  for (const std::string_view space :
       {"\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
        "\xe2\x81\x9f", "\xe3\x80\x80"})
    if (name.find(space) != name.npos) return false;
  for (char last = '\x80'; last <= '\x8a'; ++last)  // U+2000 to U+200A
    if (name.find(std::string("\xe2\x80") + last) != name.npos) return false;
  return true;
}

Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines) {
  std::vector<NoteSignature> out;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    if (end == lines.npos || out.size() == kNoteSignaturesMax) return bad_note();
    out.push_back(SOLEIL_TRY(parse_signature(lines.substr(0, end))));
    lines.remove_prefix(end + 1);
  }
  if (out.empty()) return bad_note();
  return out;
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > kNoteBytesMax || !is_utf8(note) || has_control_characters(note))
    return bad_note();
  const size_t gap = note.rfind("\n\n");
  if (gap == note.npos) return bad_note();
  auto signatures = SOLEIL_TRY(parse_signatures(note.substr(gap + 2)));
  return Note{std::string(note.substr(0, gap + 1)), std::move(signatures)};
}

std::string signature_line(const NoteSignature& signature) {
  return std::string(kDash) + signature.name + " " +
         base64_encode(big_endian(signature.key_id, 4) + signature.bytes) + "\n";
}

std::string VerifierKey::text() const {
  return name + "+" + hex_of(key_id) + "+" + base64_of(kind, key);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  KeyText key = SOLEIL_TRY(parse_key_text(text));
  const uint32_t key_id = key_id_of(key.name, key.kind, key.bytes);
  if (hex_of(key_id) != key.key_id) return bad_key();
  return VerifierKey{std::move(key.name), key_id, key.kind, key.bytes};
}

Result<int64_t> check_signature(const VerifierKey& key, std::string_view text,
                                const NoteSignature& signature) {
  const auto refuse = [&] {
    return fail(Code::invalid, "bad_signature", "The signature of " + key.name + " is wrong.");
  };
  std::string_view bytes = signature.bytes;
  std::string message(text);
  uint64_t time_s = 0;
  if (key.kind == KeyKind::witness) {
    if (bytes.size() != kTimeBytes + kSignatureBytes) return refuse();
    time_s = from_big_endian(bytes.substr(0, kTimeBytes));
    if (time_s > INT64_MAX) return refuse();
    message = cosigned_message(text, static_cast<int64_t>(time_s));
    bytes.remove_prefix(kTimeBytes);
  }
  if (!key.made(signature) || bytes.size() != kSignatureBytes) return refuse();
  const auto raw = [](std::string_view s) { return reinterpret_cast<const uint8_t*>(s.data()); };
  if (crypto_sign_verify_detached(raw(bytes), raw(message), message.size(), key.key.data()) != 0)
    return refuse();
  return static_cast<int64_t>(time_s);
}

SigningKey::SigningKey(std::string name, KeyKind kind, const std::array<uint8_t, 32>& seed)
    : seed_(seed) {
  std::array<uint8_t, 32> key;
  crypto_sign_seed_keypair(key.data(), secret_.data(), seed.data());
  const uint32_t key_id = key_id_of(name, kind, key);
  verifier_ = {std::move(name), key_id, kind, key};
}

Result<SigningKey> SigningKey::make(std::string name, KeyKind kind, Random& random) {
  if (!is_key_name(name)) return bad_key();
  std::array<uint8_t, 32> seed;
  random.fill(std::as_writable_bytes(std::span(seed)));
  return SigningKey(std::move(name), kind, seed);
}

Result<SigningKey> SigningKey::parse(std::string_view text) {
  if (!text.starts_with(kSecretPrefix)) return bad_key();
  KeyText parsed = SOLEIL_TRY(parse_key_text(text.substr(kSecretPrefix.size())));
  SigningKey key(std::move(parsed.name), parsed.kind, parsed.bytes);
  if (hex_of(key.verifier_.key_id) != parsed.key_id) return bad_key();
  return key;
}

std::string SigningKey::text() const {
  return std::string(kSecretPrefix) + verifier_.name + "+" + hex_of(verifier_.key_id) + "+" +
         base64_of(verifier_.kind, seed_);
}

NoteSignature SigningKey::sign(std::string_view text, int64_t time_s) const {
  const bool cosigns = verifier_.kind == KeyKind::witness;
  SOLEIL_CHECK(time_s >= 0);
  const std::string message = cosigns ? cosigned_message(text, time_s) : std::string(text);
  std::string bytes(kSignatureBytes, '\0');
  crypto_sign_detached(reinterpret_cast<uint8_t*>(bytes.data()), nullptr,
                       reinterpret_cast<const uint8_t*>(message.data()), message.size(),
                       secret_.data());
  if (cosigns) bytes = big_endian(static_cast<uint64_t>(time_s), kTimeBytes) + bytes;
  return {verifier_.name, verifier_.key_id, std::move(bytes)};
}

}  // namespace soleil
