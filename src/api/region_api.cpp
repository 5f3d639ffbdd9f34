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
Result<Response> list_regions(const ApiParts& parts, const RegionPlaces& places,
                              const Request& request) {
  const Deployment& deployment = parts.gate.deployment();
  json::array regions;
  for (const Region& region : deployment.regions) {
    json::object shown = region_json(region);
    add_place(shown, places, region.id);
    regions.emplace_back(std::move(shown));
  }
  json::object out{{"here", parts.gate.here().id},
                   {"regions", std::move(regions)},
                   {"not_offered_in", codes(deployment.not_offered_in)}};
  if (const auto seen = parts.geo.country_of(request.peer)) out["seen"] = json_view(seen->code());
  return json_answer(200, out);
}

}  // namespace

std::vector<Route> region_routes(const ApiParts& parts, const RegionPlaces& places) {
  return {
      Route{Method::get,
            "/api/v1/regions",
            [&](const Request& request) { return answer(list_regions(parts, places, request)); },
            {},
            &parts.pool}};
}

}  // namespace soleil
