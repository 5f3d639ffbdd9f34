#include "api/standing_api.h"

namespace soleil {
namespace {

json::array codes(const std::vector<Country>& countries) {
  json::array out;
  for (const Country country : countries) out.emplace_back(json_view(country.code()));
  return out;
}

json::object about(const Region& region) {
  json::object out{{"id", region.id},
                   {"name", region.name},
                   {"address", region.address},
                   {"countries", codes(region.countries)},
                   {"others", region.others}};
  if (!region.backup.empty()) out["backup_in"] = region.backup;
  return out;
}

// Names of staff stay at home: of another region's drill it is told that two approved it.
json::object region_json(const StandingApi& parts, const Region& region) {
  json::object out = about(region);
  add_place(out, parts.places, region.id);
  if (region.index == parts.api.gate.here().index) {
    out["standing"] = standing_json(parts.standings.own(), /*with_names=*/true);
    out["heard_ms"] = parts.api.clock.now_ms();
    return out;
  }
  const KnownStanding known = parts.standings.known(region.id);
  if (known.last) out["standing"] = standing_json(*known.last, /*with_names=*/false);
  if (known.heard_ms) out["heard_ms"] = known.heard_ms;
  if (!known.silent.empty()) out["silent"] = known.silent;
  return out;
}

Result<Response> regions(const StandingApi& parts, const Request& request) {
  SOLEIL_TRY(parts.api.identify.with_role(request, Role::administrator));
  const Deployment& deployment = parts.api.gate.deployment();
  json::array all;
  for (const Region& region : deployment.regions) all.emplace_back(region_json(parts, region));
  return json_answer(200, json::object{{"here", parts.api.gate.here().id},
                                       {"now_ms", parts.api.clock.now_ms()},
                                       {"persons_min", RegionStanding::kPersonsMin},
                                       {"not_offered_in", codes(deployment.not_offered_in)},
                                       {"regions", std::move(all)}});
}

}  // namespace

std::vector<Route> standing_routes(const StandingApi& parts) {
  return {Route{Method::get,
                "/api/v1/admin/regions",
                [&parts](const Request& request) { return answer(regions(parts, request)); },
                {},
                &parts.api.pool}};
}

}  // namespace soleil
