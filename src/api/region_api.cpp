#include "api/region_api.h"

namespace soleil {
namespace {

json::array codes(const std::vector<Country>& countries) {
  json::array out;
  for (const Country country : countries) out.emplace_back(json_view(country.code()));
  return out;
}

json::object region_json(const Region& region) {
  return {{"id", region.id},
          {"name", region.name},
          {"address", region.address},
          {"countries", codes(region.countries)},
          {"others", region.others}};
}

// Who asks is not told to anybody else: the country is looked up here, and kept nowhere.
Result<Response> list_regions(const ApiParts& parts, const Request& request) {
  const Deployment& deployment = parts.gate.deployment();
  json::array regions;
  for (const Region& region : deployment.regions) regions.emplace_back(region_json(region));
  json::object out{{"here", parts.gate.here().id},
                   {"regions", std::move(regions)},
                   {"not_offered_in", codes(deployment.not_offered_in)}};
  if (const auto seen = parts.geo.country_of(request.peer)) out["seen"] = json_view(seen->code());
  return json_answer(200, out);
}

}  // namespace

std::vector<Route> region_routes(const ApiParts& parts) {
  return {parts_route(parts, Method::get, "/api/v1/regions", list_regions)};
}

}  // namespace soleil
