// GET /api/v1/regions: where data is kept, for whom, and in which country the asker seems to be.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> region_routes(const ApiParts& parts);

}  // namespace soleil
