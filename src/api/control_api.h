// /api/v1/me/controls and /api/v1/me/mutes: what a viewer, guests too, asks of their feed. Every
// change answers with all of them as they are now.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> control_routes(const ApiParts& parts);

}  // namespace soleil
