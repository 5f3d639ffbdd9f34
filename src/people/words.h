// What people say about themselves and others, checked like everything from outside. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

// Trimmed, without control characters and bidi overrides; `name` makes the reasons
// "<name>_too_long" and "<name>_not_text". A one-line text has its line ends made spaces.
Result<std::string> clean_line(std::string_view name, std::string_view text, int64_t length_max);
Result<std::string> clean_lines(std::string_view name, std::string_view text, int64_t length_max);

}  // namespace soleil
