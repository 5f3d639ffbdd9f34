// What was watched in another region's home, by somebody who moved here (people/moving.h): its
// viewing has this page, and is nobody's of this region to be counted again.
#pragma once

#include <string_view>

namespace soleil {

inline constexpr std::string_view kMovedPage = "moved";

}  // namespace soleil
