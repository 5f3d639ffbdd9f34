// /api/v1/admin/access: the staff ask to read what is private of a person, two others approve, who
// asked reads (residency/access_gate.h). /api/v1/me/touches: what the person sees of it, with all
// that is needed to check it without us (residency/touches.h). Guests have touches too.
#pragma once

#include <vector>

#include "api/parts.h"
#include "residency/access_gate.h"

namespace soleil {

struct AccessApi {  // outlives the server
  const ApiParts& api;
  Touches& touches;
  AccessGate& gate;
  const Ledger& ledger;
};

std::vector<Route> custody_routes(const AccessApi& parts);  // these, and those of ledger_api.h
std::vector<Route> touch_routes(const AccessApi& parts);

using AccessHandler = Result<Response> (*)(const AccessApi&, const Request&);
Route access_route(const AccessApi& parts, Method method, std::string pattern,
                   AccessHandler handler);
json::array scope_json(const std::vector<DataClass>& scope);

}  // namespace soleil
