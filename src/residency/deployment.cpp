#include "residency/deployment.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kKeyBytes = 32, kIdLengthMax = 31;

tl::unexpected<Error> bad(const std::string& what) {
  return fail(Code::invalid, "bad_deployment", "The deployment file: " + what);
}

bool is_region_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= kIdLengthMax && id[0] >= 'a' && id[0] <= 'z' &&
         std::all_of(id.begin(), id.end(), fits);
}

bool is_web_address(std::string_view url) {
  return (url.starts_with("http://") || url.starts_with("https://")) && !url.ends_with('/');
}

Result<std::vector<Country>> countries_of(const json::object& from, std::string_view name,
                                          bool* others) {
  std::vector<Country> out;
  const auto* list = from.if_contains(name);
  if (!list) return out;
  if (!list->is_array()) return bad("\"" + std::string(name) + "\" must be a list, as [\"US\"].");
  for (const json::value& entry : list->get_array()) {
    const std::string code = entry.is_string() ? std::string(entry.get_string()) : "";
    const auto country = Country::parse(code);
    if (others && code == "*")
      *others = true;
    else if (country)
      out.push_back(*country);
    else
      return bad("'" + code.substr(0, 10) + "' is not a country; write ISO 3166-1 codes, as US.");
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::string> key_of(const json::object& from, std::string_view name) {
  const auto text = SOLEIL_TRY(optional_string_field(from, name));
  if (!text) return std::string();
  const auto key = base64_decode(*text);
  if (!key || key->size() != kKeyBytes)
    return bad("\"" + std::string(name) + "\" is not a key; `soleil region key` prints it.");
  return *key;
}

Result<Region> region_of(const json::object& from) {
  Region out;
  out.id = SOLEIL_TRY(string_field(from, "id"));
  if (!is_region_id(out.id))
    return bad("'" + out.id.substr(0, 40) + "' is no region's id: a-z, 0-9 and -, 31 at most.");
  const int64_t index = SOLEIL_TRY(int_field(from, "index"));
  if (index < 1 || index > kRegionIndexMax) return bad(out.id + ": \"index\" goes from 1 to 63.");
  out.index = static_cast<RegionIndex>(index);
  out.name = SOLEIL_TRY(optional_string_field(from, "name")).value_or(out.id);
  out.countries = SOLEIL_TRY(countries_of(from, "countries", &out.others));
  out.address = SOLEIL_TRY(string_field(from, "address"));
  if (!is_web_address(out.address))
    return bad(out.id +
               ": \"address\" begins with http:// or https:// and has no slash at its end.");
  out.inside = SOLEIL_TRY(optional_string_field(from, "inside")).value_or(out.address);
  if (!is_web_address(out.inside)) return bad(out.id + ": \"inside\" is no web address.");
  out.backup = SOLEIL_TRY(optional_string_field(from, "backup")).value_or("");
  out.sign_key = SOLEIL_TRY(key_of(from, "sign_key"));
  out.box_key = SOLEIL_TRY(key_of(from, "box_key"));
  return out;
}

// What can be told from all regions together.
Result<void> check(const Deployment& all) {
  std::set<std::string> ids;
  std::set<RegionIndex> indices;
  std::map<Country, std::string> homes;
  size_t takers = 0;
  for (const Region& region : all.regions) {
    if (!ids.insert(region.id).second) return bad("the id " + region.id + " is there twice.");
    if (!indices.insert(region.index).second)
      return bad(region.id + " has the index of another region.");
    for (const Country country : region.countries)
      if (const auto [at, is_new] = homes.emplace(country, region.id); !is_new)
        return bad(std::string(country.code()) + " is at home in " + at->second + " and in " +
                   region.id + ".");
    if (region.others && ++takers > 1) return bad("two regions take \"*\".");
    if (all.regions.size() > 1 && (region.sign_key.empty() || region.box_key.empty()))
      return bad(region.id + " has no keys; `soleil region key` prints them.");
  }
  for (const Region& region : all.regions) {
    if (region.backup.empty()) continue;
    if (region.backup == region.id) return bad(region.id + " can't be its own backup.");
    if (!all.by_id(region.backup))
      return bad(region.id + ": there is no region " + region.backup + " for its backup.");
  }
  return {};
}

}  // namespace

Result<Deployment> parse_deployment(std::string_view text) {
  const auto file = SOLEIL_TRY(parse_json_object(text));
  Deployment out;
  const auto* regions = file.if_contains("regions");
  if (!regions || !regions->is_array() || regions->get_array().empty())
    return bad("it must name its \"regions\".");
  for (const json::value& entry : regions->get_array()) {
    if (!entry.is_object()) return bad("a region must be an object.");
    out.regions.push_back(SOLEIL_TRY(region_of(entry.get_object())));
  }
  out.not_offered_in = SOLEIL_TRY(countries_of(file, "not_offered_in", nullptr));
  SOLEIL_TRY(check(out));
  return out;
}

}  // namespace soleil
