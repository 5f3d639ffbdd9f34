// /api/v1/accounts, /me: registering, profiles, following, and what I say of myself.
#pragma once

#include <vector>

#include "api/parts.h"

namespace soleil {

std::vector<Route> account_routes(const ApiParts& parts);

}  // namespace soleil
