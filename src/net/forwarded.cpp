#include "net/forwarded.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.h"

namespace soleil {
namespace {

bool is_address(const std::string& text) {
  in6_addr out{};
  return inet_pton(AF_INET, text.c_str(), &out) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &out) == 1;
}

// Some proxies write "[2001:db8::1]:443" or "192.0.2.7:443".
std::string without_port(std::string_view text) {
  if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
  if (std::count(text.begin(), text.end(), ':') == 1) text = text.substr(0, text.find(':'));
  return std::string(text);
}

}  // namespace

std::vector<std::string> address_list(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view part : split(text, ','))
    if (const auto address = trim(part); !address.empty()) out.emplace_back(address);
  return out;
}

std::string client_address(const std::string& peer, const Headers& headers,
                           const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&](const std::string& address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) !=
           trusted_proxies.end();
  };
  if (!trusted(peer)) return peer;
  std::string said;
  for (const auto& [name, value] : headers)
    if (to_lower_ascii(name) == "x-forwarded-for") said += (said.empty() ? "" : ",") + value;
  auto hops = address_list(said);
  std::string client = peer;
  for (auto hop = hops.rbegin(); hop != hops.rend() && trusted(client); ++hop) {
    const std::string address = without_port(*hop);
    if (!is_address(address)) break;
    client = address;
  }
  return client;
}

}  // namespace soleil
