// What a carve-out means to who is handed over, and to who comes by an old link:
//   GET /api/v1/me/carve-out   frozen or not, the proof of one's own leaf, links elsewhere
// and the answers at addresses that went: pages 301 to the new operator's, the API 410 with a Link.
#pragma once

#include <optional>
#include <vector>

#include "api/parts.h"
#include "residency/carve_out/departure.h"

namespace soleil {

struct CarveOutApi {
  const ApiParts& api;
  Database& database;
};
std::vector<Route> carve_out_routes(const CarveOutApi& parts);

// Runs before any handler. No I/O.
std::optional<Response> moved_on(const Departure& departure, const Request& request);

}  // namespace soleil
