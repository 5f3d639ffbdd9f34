#include "trust/fediverse/web_address.h"

#include <algorithm>

#include "base/text.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad_address() {
  return fail(Code::invalid, "bad_address", "This is not the address of something on the web.");
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\';
  });
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
           c == '[' || c == ']';
  });
}

}  // namespace

Result<WebAddress> parse_web_address(std::string_view text) {
  if (text.size() > kWebAddressMax || !is_plain(text)) return bad_address();
  text = text.substr(0, text.find('#'));
  WebAddress out;
  const size_t colon = text.find("://");
  if (colon == text.npos) return bad_address();
  out.scheme = text.substr(0, colon);
  if (out.scheme != "https" && out.scheme != "http") return bad_address();
  text.remove_prefix(colon + 3);
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  out.host = to_lower_ascii(text.substr(0, end));
  const std::string usual = out.scheme == "https" ? ":443" : ":80";
  if (out.host.ends_with(usual)) out.host.resize(out.host.size() - usual.size());
  if (!is_host(out.host)) return bad_address();
  out.path = text.substr(end);
  if (!out.path.starts_with('/')) out.path = "/" + out.path;
  return out;
}

AwayRules::AwayRules(std::string_view allowed) {
  for (const std::string_view part : split(allowed, ','))
    if (const auto host = trim(part); !host.empty()) allowed_.insert(to_lower_ascii(host));
}

Result<WebAddress> AwayRules::take(std::string_view text) const {
  auto out = SOLEIL_TRY(parse_web_address(text));
  if (allows(out.host)) return out;
  if (out.scheme != "https")
    return fail(Code::denied, "not_https", "Other servers are asked over https only.");
  const size_t after = out.host.starts_with('[') ? out.host.find(']') : 0;
  if (after == out.host.npos || out.host.find(':', after) != out.host.npos)
    return fail(Code::denied, "bad_port", "Other servers are asked on the port of https only.");
  return out;
}

}  // namespace soleil
