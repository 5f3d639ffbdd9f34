#include "base/text.h"

#include <doctest/doctest.h>

#include "base/hash.h"
#include "base/json.h"

using namespace soleil;

TEST_SUITE_BEGIN("base");

TEST_CASE("base64, RFC 4648 section 10") {
  CHECK(base64_encode("foobar") == "Zm9vYmFy");
  CHECK(base64_encode("fooba") == "Zm9vYmE=");
  CHECK(base64_encode("foob") == "Zm9vYg==");
  CHECK(base64_decode("Zm9vYg==") == "foob");
  CHECK_FALSE(base64_decode("Zm9vYg="));
  CHECK_FALSE(base64_decode("Zm9vYh=="));  // trailing bits set
  CHECK_FALSE(base64_decode("Zm9v Yg=="));
  CHECK(base64url_decode(base64url_encode(std::string("\xff\xfe\x00", 3))) ==
        std::string("\xff\xfe\x00", 3));
}

TEST_CASE("utf-8, RFC 3629") {
  CHECK(is_utf8("été 🌞 مرحبا"));
  CHECK_FALSE(is_utf8("\xc0\xaf"));          // overlong
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(is_utf8("\xe2\x82"));          // cut off
  CHECK(utf8_length("été") == 3);
  CHECK(utf8_prefix("été", 2) == "ét");
}

TEST_CASE("json: what is taken can be said again") {
  for (const char* text : {"1e400", "[1, -1e999]", R"({"a": {"b": 32590000e400}})"}) {
    const auto value = parse_json(text);
    REQUIRE_FALSE_MESSAGE(value.has_value(), text);
    CHECK(value.error().reason == "bad_json");
  }
  CHECK(parse_json("[1e300, -0.0, 9223372036854775807]").has_value());
}

TEST_CASE("percent coding, RFC 3986") {
  CHECK(percent_decode("a%20b%C3%A9") == "a bé");
  CHECK_FALSE(percent_decode("a%2"));
  CHECK_FALSE(percent_decode("%zz"));
  CHECK(percent_encode("a b/é") == "a%20b%2F%C3%A9");
}

TEST_CASE("hashes against published vectors") {
  CHECK(hex_encode(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex_encode(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aa);  // RFC 3720 B.4
  CHECK(crc32c("6789", crc32c("12345")) == crc32c("123456789"));
  CHECK(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");  // RFC 4231 case 2
}

TEST_SUITE_END();
