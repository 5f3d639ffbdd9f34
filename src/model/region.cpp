#include "model/region.h"

#include <algorithm>

namespace soleil {
namespace {

bool has(const std::vector<Country>& countries, Country country) {
  return std::binary_search(countries.begin(), countries.end(), country);
}

template <class Wanted>
const Region* first(const std::vector<Region>& regions, Wanted wanted) {
  const auto at = std::find_if(regions.begin(), regions.end(), wanted);
  return at == regions.end() ? nullptr : &*at;
}

}  // namespace

const Region* Deployment::by_id(std::string_view id) const {
  return first(regions, [&](const Region& region) { return region.id == id; });
}

const Region* Deployment::by_index(RegionIndex index) const {
  return first(regions, [&](const Region& region) { return region.index == index; });
}

const Region* Deployment::home_of(Country country) const {
  if (const auto* named = first(regions, [&](auto& r) { return has(r.countries, country); }))
    return named;
  return first(regions, [](const Region& region) { return region.others; });
}

bool Deployment::is_offered_in(Country country) const {
  return !has(not_offered_in, country);
}

Deployment single_region(std::string id, RegionIndex index) {
  Region only;
  only.index = index;
  only.name = id;
  only.id = std::move(id);
  only.others = true;
  Deployment out;
  out.regions.push_back(std::move(only));
  return out;
}

}  // namespace soleil
