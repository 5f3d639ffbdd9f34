// RegionPlace: where a region's machines stand, for people to read and for maps. Nothing is decided
// by it; it stands in the deployment file beside what is ("place": {"city": "Ashburn", "country":
// "US", "latitude": 39.04, "longitude": -77.49}) and may be left out. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace soleil {

struct RegionPlace {
  std::string city, country;           // country: ISO 3166-1
  double latitude = 0, longitude = 0;  // degrees, WGS 84; north and east are positive
};

using RegionPlaces = std::map<std::string, RegionPlace, std::less<>>;  // by the region's id

// Of the whole deployment file. Invalid "bad_deployment", as parse_deployment() (deployment.h).
Result<RegionPlaces> parse_places(std::string_view file);
// {"place": {…}}, or nothing when it is not known.
void add_place(json::object& out, const RegionPlaces& places, std::string_view region);

}  // namespace soleil
