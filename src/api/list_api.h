// Lists of videos, topics and sounds, and search.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> list_routes(const ApiParts& parts);

}  // namespace soleil
