#include "net/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace soleil {
namespace {

struct Range4 {
  uint32_t first;
  int bits;
};
constexpr uint32_t ip(uint32_t a, uint32_t b, uint32_t c) {
  return a << 24 | b << 16 | c << 8;
}
constexpr std::array kSpecial4 = {
    Range4{ip(0, 0, 0), 8},      Range4{ip(10, 0, 0), 8},     Range4{ip(100, 64, 0), 10},
    Range4{ip(127, 0, 0), 8},    Range4{ip(169, 254, 0), 16}, Range4{ip(172, 16, 0), 12},
    Range4{ip(192, 0, 0), 24},   Range4{ip(192, 0, 2), 24},   Range4{ip(192, 88, 99), 24},
    Range4{ip(192, 168, 0), 16}, Range4{ip(198, 18, 0), 15},  Range4{ip(198, 51, 100), 24},
    Range4{ip(203, 0, 113), 24}, Range4{ip(224, 0, 0), 4},    Range4{ip(240, 0, 0), 4},
};

bool is_public4(uint32_t address) {
  return std::none_of(kSpecial4.begin(), kSpecial4.end(), [&](const Range4& range) {
    return (address ^ range.first) >> (32 - range.bits) == 0;
  });
}

// Global unicast is 2000::/3 alone; in it 2001::/23 is for protocols (Teredo among them, which
// carries an IPv4 address), 2001:db8::/32 and 3fff::/20 are for documents, 2002::/16 is 6to4.
bool is_public6(const std::array<uint8_t, 16>& a) {
  if ((a[0] & 0xe0) != 0x20) return false;
  const uint32_t top = uint32_t{a[0]} << 24 | uint32_t{a[1]} << 16 | uint32_t{a[2]} << 8 | a[3];
  return top >> 9 != 0x20010000u >> 9 && top != 0x20010db8u && top >> 12 != 0x3fff0000u >> 12 &&
         top >> 16 != 0x2002u;
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, &address, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in;
  std::memcpy(&in, &address, sizeof in);
  std::array<uint8_t, 16> bytes;
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return is_public6(bytes);
}

}  // namespace soleil
