#include "residency/region_place.h"

#include <cmath>

#include "model/country.h"

namespace soleil {
namespace {

tl::unexpected<Error> bad(const std::string& region, const std::string& what) {
  return fail(Code::invalid, "bad_deployment", "The deployment file: " + region + ": " + what);
}

Result<double> degrees(const std::string& region, const json::object& from, const char* name,
                       double most) {
  const auto* field = from.if_contains(name);
  const bool is_number = field && (field->is_double() || field->is_int64());
  const double value = is_number ? field->to_number<double>() : NAN;
  if (value >= -most && value <= most) return value;
  return bad(region, "\"" + std::string(name) + "\" of its place is a number of degrees from -" +
                         std::to_string(int(most)) + " to " + std::to_string(int(most)) + ".");
}

Result<RegionPlace> place_of(const std::string& region, const json::object& from) {
  RegionPlace out;
  out.city = SOLEIL_TRY(string_field(from, "city"));
  const auto country = Country::parse(SOLEIL_TRY(string_field(from, "country")));
  if (!country) return bad(region, "its place is in no country; write ISO 3166-1 codes, as US.");
  out.country = country->code();
  out.latitude = SOLEIL_TRY(degrees(region, from, "latitude", 90));
  out.longitude = SOLEIL_TRY(degrees(region, from, "longitude", 180));
  return out;
}

}  // namespace

Result<RegionPlaces> parse_places(std::string_view file) {
  const auto whole = SOLEIL_TRY(parse_json_object(file));
  RegionPlaces out;
  const auto* regions = whole.if_contains("regions");
  if (!regions || !regions->is_array()) return out;
  for (const json::value& region : regions->get_array()) {
    if (!region.is_object()) continue;
    const std::string id = SOLEIL_TRY(string_field(region.get_object(), "id"));
    const auto* place = region.get_object().if_contains("place");
    if (!place) continue;
    if (!place->is_object()) return bad(id, "its place must be an object.");
    out[id] = SOLEIL_TRY(place_of(id, place->get_object()));
  }
  return out;
}

void add_place(json::object& out, const RegionPlaces& places, std::string_view region) {
  const auto at = places.find(region);
  if (at == places.end()) return;
  const RegionPlace& place = at->second;
  out["place"] = json::object{{"city", place.city},
                              {"country", place.country},
                              {"latitude", place.latitude},
                              {"longitude", place.longitude}};
}

}  // namespace soleil
