#include "net/forwarded.h"

#include <doctest/doctest.h>

namespace soleil {

TEST_SUITE_BEGIN("net");

namespace {
std::string client(const std::string& peer, std::string_view header) {
  Headers headers;
  if (!header.empty()) headers.set("X-Forwarded-For", header);
  return client_address(peer, headers, address_list(" 127.0.0.1, ::1 ,10.0.0.2"));
}
}  // namespace

TEST_CASE("a trusted proxy is believed for the last address that is not a proxy's") {
  CHECK(client("127.0.0.1", "203.0.113.9") == "203.0.113.9");
  CHECK(client("::1", "2001:db8::7") == "2001:db8::7");
  CHECK(client("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2") == "203.0.113.9");
  CHECK(client("127.0.0.1", "[2001:db8::7]:4711") == "2001:db8::7");
  CHECK(client("127.0.0.1", "203.0.113.9:4711") == "203.0.113.9");
}

TEST_CASE("what anybody can write is not believed") {
  CHECK(client("203.0.113.5", "198.51.100.1") == "203.0.113.5");
  CHECK(client("127.0.0.1", "") == "127.0.0.1");
  CHECK(client("127.0.0.1", "a name, not an address") == "127.0.0.1");
  CHECK(client("127.0.0.1", "198.51.100.1, nonsense") == "127.0.0.1");
  CHECK(client("127.0.0.1", "[") == "127.0.0.1");
}

TEST_SUITE_END();

}  // namespace soleil
