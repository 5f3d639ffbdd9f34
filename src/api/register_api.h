// /api/v1/admin/requests: those with the duty `legal` draft requests of governments and courts and
// the answers to them; another of them approves each (docs/register.md). The public reads
// /transparency.
#pragma once

#include <vector>

#include "api/parts.h"
#include "trust/register.h"

namespace soleil {

struct RegisterApiParts {  // outlives the server
  const ApiParts& api;
  RequestRegister& book;
};

std::vector<Route> register_routes(const RegisterApiParts& parts);

}  // namespace soleil
