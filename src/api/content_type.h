// The Content-Type of a file by the ending of its name: media, and the web client's files.
#pragma once

#include <string_view>

namespace soleil {

std::string_view content_type_of(std::string_view file);

}  // namespace soleil
