// POST /api/v1/facts: what was watched and done. 202 once it is durable.
#pragma once

#include <vector>

#include "api/identify.h"
#include "base/clock.h"
#include "catalog/catalog.h"
#include "learning/fact_intake.h"
#include "net/server.h"
#include "people/control_book.h"

namespace soleil {

struct FactsApi {
  const Catalog& catalog;
  const Identify& identify;
  FactIntake& intake;
  ControlBook& controls;
  const Clock& clock;
  Pool& pool;
};

std::vector<Route> fact_routes(const FactsApi& api);

}  // namespace soleil
