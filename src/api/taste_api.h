// GET and DELETE /api/v1/me/taste: what was learned of me, in plain figures; forgetting it.
// GET /api/v1/feed/recipes: every stage and weight in use, for everybody.
#pragma once

#include <vector>

#include "api/feed_api.h"

namespace soleil {

std::vector<Route> taste_routes(const FeedApi& api);  // api's references must outlive the server

}  // namespace soleil
