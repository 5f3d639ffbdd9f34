// Reports: anybody sends them, moderators decide them.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> report_routes(const ApiParts& parts);

}  // namespace soleil
