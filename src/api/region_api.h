// GET /api/v1/regions: where data is kept, for whom, and in which country the asker seems to be.
#pragma once

#include <vector>

#include "api/parts.h"
#include "residency/region_place.h"

namespace soleil {

// Both outlive the server.
std::vector<Route> region_routes(const ApiParts& parts, const RegionPlaces& places);

}  // namespace soleil
