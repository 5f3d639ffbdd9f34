// GET /api/v1/feed/recipe: what ranks For You, for everybody. /api/v1/admin/recipes: the recipes in
// force, and putting another one in force. Administrators only.
#pragma once

#include <vector>

#include "api/identify.h"
#include "base/pool.h"
#include "net/server.h"
#include "recommend/recipe_book.h"

namespace soleil {

struct RecipeApi {
  RecipeBook& recipes;
  const Identify& identify;
  Pool& pool;
};

std::vector<Route> recipe_routes(const RecipeApi& api);  // its references outlive the server

}  // namespace soleil
