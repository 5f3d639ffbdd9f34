// /orders, /api/v1/orders: public, what is ordered and signed. /api/v1/admin/orders: administrators
// enter an order, and another of them approves it.
#pragma once

#include <vector>

#include "api/parts.h"
#include "model/region.h"
#include "residency/orders.h"

namespace soleil {

struct OrderApiParts {  // outlives the server
  const ApiParts& api;
  Orders& orders;
  const Deployment& deployment;
};

std::vector<Route> order_routes(const OrderApiParts& parts);

}  // namespace soleil
