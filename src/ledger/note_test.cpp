#include "ledger/note.h"

#include <doctest/doctest.h>

#include "ledger/checkpoint.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

// Published with golang.org/x/mod/sumdb/note.
const char* const kPeter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const char* const kPeterNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

}  // namespace

TEST_CASE("note: Go's published example") {
  const auto key = parse_verifier_key(kPeter);
  REQUIRE(key);
  CHECK(key->text() == kPeter);
  const auto note = parse_note(kPeterNote);
  REQUIRE(note);
  REQUIRE(note->signatures.size() == 1);
  CHECK(check_signature(*key, note->text, note->signatures[0]));
  CHECK_FALSE(check_signature(*key, note->text + "x\n", note->signatures[0]));
  CHECK(signature_line(note->signatures[0]) == std::string(kPeterNote).substr(100));
}

TEST_CASE("note: keys come back from their text; a wrong id is no key") {
  SeededRandom random(1);
  for (const KeyKind kind : {KeyKind::log, KeyKind::witness}) {
    const auto key = SigningKey::make("videos.example/ledger/access", kind, random);
    REQUIRE(key);
    const auto again = SigningKey::parse(key->text());
    REQUIRE(again);
    CHECK(again->verifier() == key->verifier());
    CHECK(parse_verifier_key(key->verifier().text()).value() == key->verifier());
    std::string text = key->verifier().text();
    text[text.find('+') + 1] ^= 1;
    CHECK_FALSE(parse_verifier_key(text));
  }
  CHECK_FALSE(SigningKey::make("a name", KeyKind::log, random));
  CHECK_FALSE(SigningKey::make("a+b", KeyKind::log, random));
  CHECK_FALSE(
      SigningKey::make("a\xe2\x80\x83"
                       "b",
                       KeyKind::log, random));
}

TEST_CASE("note: a cosignature binds the text and the time") {
  SeededRandom random(2);
  const auto key = SigningKey::make("witness.example/w1", KeyKind::witness, random).value();
  const std::string text = "log\n0\nroot\n";
  NoteSignature signature = key.sign(text, 1'679'315'147);
  CHECK(check_signature(key.verifier(), text, signature).value() == 1'679'315'147);
  CHECK_FALSE(check_signature(key.verifier(), "log\n1\nroot\n", signature));
  signature.bytes[7] ^= 1;  // a second later
  CHECK_FALSE(check_signature(key.verifier(), text, signature));
}

TEST_CASE("note: what is not one") {
  const std::string good = kPeterNote;
  CHECK(parse_note(good));
  CHECK_FALSE(parse_note(good.substr(0, good.size() - 1)));
  CHECK_FALSE(parse_note("\x01" + good));
  CHECK_FALSE(parse_note("\xff" + good));
  CHECK_FALSE(parse_note("text\n\n"));
  CHECK_FALSE(parse_note("text\n"));
  CHECK_FALSE(parse_note(good + "- PeterNeumann AAAAAAAAAAA=\n"));
}

TEST_CASE("checkpoint: its three lines, and what is none") {
  const Checkpoint empty{"a.example/log", {0, empty_root()}, {}};
  const std::string text = checkpoint_text(empty);
  CHECK(text == "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  CHECK(parse_checkpoint(text).value().tree == empty.tree);
  CHECK(parse_checkpoint(text + "more\n").value().extensions.size() == 1);
  CHECK_FALSE(parse_checkpoint(text + "\n"));
  CHECK_FALSE(
      parse_checkpoint("a.example/log\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
  CHECK_FALSE(
      parse_checkpoint("a.example/log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
  CHECK_FALSE(parse_checkpoint("a.example/log\n0\n" + base64_of(leaf_hash("")) + "\n"));
  CHECK_FALSE(parse_checkpoint("a.example/log\n0\n"));
}

TEST_SUITE_END();
