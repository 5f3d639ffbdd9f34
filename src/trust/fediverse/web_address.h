// WebAddress: an absolute http(s) address of another server, taken apart, and the rule which of
// them may be asked: https on its own port, unless the configuration allows a host by name (tests).
// Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct WebAddress {
  std::string scheme;  // "http" or "https"
  std::string host;    // as the Host header tells it: lower case, with the port unless it is usual
  std::string path;    // with the query, without the fragment; "/" at least
  std::string text() const { return scheme + "://" + host + path; }
  bool operator==(const WebAddress&) const = default;
};

constexpr size_t kWebAddressMax = 2'000;

// invalid, "bad_address": not one, with user info, with spaces or control characters, or longer
// than kWebAddressMax. "…#main-key" loses what is from the #.
Result<WebAddress> parse_web_address(std::string_view text);

class AwayRules {
 public:
  // `allowed`: "host:port, host": with those, http and private addresses are taken too.
  explicit AwayRules(std::string_view allowed = "");
  bool allows(const std::string& host) const { return allowed_.contains(host); }
  // denied: "not_https", "bad_port".
  Result<WebAddress> take(std::string_view text) const;

 private:
  std::set<std::string> allowed_;
};

}  // namespace soleil
