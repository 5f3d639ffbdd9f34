// /api/v1/admin/experiments: how experiments and exploration stand, and putting one in or out of
// force. Administrators only.
#pragma once

#include <vector>

#include "api/identify.h"
#include "base/clock.h"
#include "base/pool.h"
#include "experiments/experiment_book.h"
#include "net/server.h"
#include "recommend/recipe_book.h"

namespace soleil {

struct ExperimentApi {
  RecipeBook& recipes;
  const ExperimentBook& book;
  const Identify& identify;
  const Clock& clock;
  Pool& pool;
};

std::vector<Route> experiment_routes(const ExperimentApi& api);  // references outlive the server

}  // namespace soleil
