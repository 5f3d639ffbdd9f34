// What regions tell each other of what their viewers took to (learning/exchange/): GET
// /api/v1/regions/lessons for the others' servers, GET /api/v1/exchange for everybody: on what
// terms, what was told and heard last, and what is left of the budget.
#pragma once

#include <vector>

#include "api/parts.h"
#include "learning/exchange/exchange.h"

namespace soleil {

struct ExchangeApi {  // outlives the server
  const ApiParts& api;
  const Exchange* exchange = nullptr;  // null in a single region
};

std::vector<Route> exchange_routes(const ExchangeApi& parts);

}  // namespace soleil
