// Dates of HTTP: IMF-fixdate (RFC 9110 section 5.6.7). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace soleil {

std::string http_date(int64_t unix_ms);                         // "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<int64_t> parse_http_date(std::string_view text);  // ms; nothing but an IMF-fixdate

}  // namespace soleil
