// Text: encodings and the checks every string from outside passes. Pure.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soleil {

std::string hex_encode(std::string_view bytes);
std::optional<std::string> hex_decode(std::string_view text);
std::string base64_encode(std::string_view bytes);                // RFC 4648 section 4
std::optional<std::string> base64_decode(std::string_view text);  // padding required
std::string base64url_encode(std::string_view bytes);             // section 5, no padding
std::optional<std::string> base64url_decode(std::string_view text);
std::optional<std::string> percent_decode(std::string_view text,
                                          bool plus_is_space = false);  // RFC 3986
std::string percent_encode(std::string_view text);  // keeps the unreserved characters
std::string html_escape(std::string_view text);     // & < > " '

bool is_utf8(std::string_view text);              // RFC 3629: no overlong forms, no surrogates
size_t utf8_length(std::string_view valid_utf8);  // code points
std::string_view utf8_prefix(std::string_view valid_utf8, size_t code_points);
std::string_view trim(std::string_view text);  // ASCII white space
std::string to_lower_ascii(std::string_view text);
std::optional<int64_t> parse_int(std::string_view text);  // whole text, decimal, no sign but '-'

// The pieces lie in `text`. A string that is gone at the end of the line is not taken: a loop over
// split(f(), ',') would read what was freed.
std::vector<std::string_view> split(std::string_view text, char separator);
template <class Text>
  requires std::same_as<Text, std::string>
std::vector<std::string_view> split(Text&& text, char separator) = delete;

}  // namespace soleil
