#include "net/public_address.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

#include <string>

namespace soleil {

TEST_SUITE_BEGIN("net");

namespace {

bool is_public(const std::string& text) {
  sockaddr_in in{};
  in.sin_family = AF_INET;
  if (::inet_pton(AF_INET, text.c_str(), &in.sin_addr) == 1)
    return is_public_address(reinterpret_cast<const sockaddr&>(in));
  sockaddr_in6 in6{};
  in6.sin6_family = AF_INET6;
  REQUIRE(::inet_pton(AF_INET6, text.c_str(), &in6.sin6_addr) == 1);
  return is_public_address(reinterpret_cast<const sockaddr&>(in6));
}

}  // namespace

TEST_CASE("public addresses: nothing behind a wall") {
  for (const char* text : {"1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                           "172.32.0.0", "192.0.1.1", "198.17.255.255", "198.20.0.0",
                           "223.255.255.255", "2606:4700::1111", "2a01:4f8::1", "2001:200::1"})
    CHECK_MESSAGE(is_public(text), text);
  for (const char* text : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.2.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "203.0.113.9",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::ffff:127.0.0.1",
                           "::ffff:1.1.1.1",
                           "::127.0.0.1",
                           "64:ff9b::7f00:1",
                           "fc00::1",
                           "fd12::1",
                           "fe80::1",
                           "ff02::1",
                           "2001::1",
                           "2001:db8::1",
                           "2002:7f00:1::1",
                           "3fff::1"})
    CHECK_MESSAGE(!is_public(text), text);
}

TEST_SUITE_END();

}  // namespace soleil
