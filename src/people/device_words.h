// "Firefox on Android": all that is kept of a browser's User-Agent, so that a person knows their
// sessions apart. Pure.
#pragma once

#include <string>
#include <string_view>

namespace soleil {

std::string device_words(std::string_view user_agent);

}  // namespace soleil
