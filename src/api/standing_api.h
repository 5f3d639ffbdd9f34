// GET /api/v1/admin/regions: every region of the deployment and how it stands, for the console's
// map: people by tens, storage, backup, drills, keys, refusals, orders. Administrators only.
#pragma once

#include <vector>

#include "api/parts.h"
#include "residency/region_place.h"
#include "residency/standings.h"

namespace soleil {

struct StandingApi {  // outlives the server
  const ApiParts& api;
  Standings& standings;
  const RegionPlaces& places;
};

std::vector<Route> standing_routes(const StandingApi& parts);

}  // namespace soleil
