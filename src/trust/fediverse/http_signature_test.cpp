#include "trust/fediverse/http_signature.h"

#include "base/http_date.h"
#include "support/fediverse_world.h"

namespace soleil {

TEST_SUITE_BEGIN("trust");

TEST_CASE("fediverse: keys, dates and addresses") {
  const std::string signature = our_key().sign("text");
  CHECK(rsa_made(our_key().public_pem(), "text", signature));
  CHECK_FALSE(rsa_made(our_key().public_pem(), "texts", signature));
  CHECK_FALSE(rsa_made(their_key().public_pem(), "text", signature));
  for (const std::string& bad : {std::string(), std::string("-----BEGIN PUBLIC KEY-----\nxx"),
                                 our_key().pem(), std::string(20'000, 'x')})
    CHECK_FALSE(rsa_made(bad, "text", signature));
  const auto again = RsaKey::parse(our_key().pem());
  REQUIRE(again);
  CHECK(again->public_pem() == our_key().public_pem());
  CHECK_FALSE(RsaKey::parse("nothing"));

  CHECK(http_date(784'111'777'000) == "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110's own
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").value_or(0) == 784'111'777'000);
  CHECK_FALSE(parse_http_date("Sun, 06 Nov 1994 08:49:37 +0100"));

  CHECK(parse_web_address("https://A.example:443/b#c")->text() == "https://a.example/b");
  CHECK(parse_web_address("https://a.example")->path == "/");
  CHECK(parse_web_address("https://a.example?x=1")->path == "/?x=1");
  for (const char* bad :
       {"", "a.example", "ftp://a.example", "https://", "https://a b/", "https://me@a.example/",
        "https://a.example/\r\nX: y", "https:///x", "https://a\\b/", "https://ä.example/"})
    CHECK_MESSAGE(!parse_web_address(bad), bad);
  const AwayRules rules("127.0.0.1:8080, test.example");
  CHECK(rules.take("http://127.0.0.1:8080/x"));
  CHECK(rules.take("http://test.example/x"));
  CHECK(why(rules.take("http://127.0.0.1:8081/x")) == "not_https");
  CHECK(why(rules.take("https://127.0.0.1:8081/x")) == "bad_port");
  CHECK(why(rules.take("https://[::1]:8081/x")) == "bad_port");
  CHECK(rules.take("https://[2a01:4f8::1]/x"));
}

TEST_SUITE_END();

}  // namespace soleil
