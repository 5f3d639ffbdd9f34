#include "main/home.h"

#include <filesystem>

#include "platform/small_files.h"
#include "residency/deployment.h"

namespace soleil {

Result<Home> find_home(const Config& config, const std::string& data_folder) {
  const std::string beside = data_folder + "/deployment.json";
  const std::string path = config.deployment_file.empty() ? beside : config.deployment_file;
  std::error_code error;
  Home out;
  if (config.deployment_file.empty() && !std::filesystem::exists(path, error)) {
    out.deployment =
        single_region(config.region_name, static_cast<RegionIndex>(config.region_index));
    return out;
  }
  const std::string file = SOLEIL_TRY(read_file(path));
  out.deployment = SOLEIL_TRY(parse_deployment(file));
  out.places = SOLEIL_TRY(parse_places(file));
  const auto& regions = out.deployment.regions;
  while (out.place < regions.size() && regions[out.place].id != config.region_name) ++out.place;
  if (out.place < regions.size()) return out;
  return fail(Code::invalid, "no_such_region",
              path + " has no region '" + config.region_name +
                  "'. Set region.name in the configuration to one of its ids.");
}

std::string public_url(const Config& config, const Region& here, int64_t port) {
  std::string out = config.public_url.empty() ? here.address : config.public_url;
  if (out.empty()) out = "http://localhost:" + std::to_string(port);
  while (out.ends_with('/')) out.pop_back();
  return out;
}

std::string ledger_origin(const Config& config, const std::string& public_url) {
  if (!config.ledger_origin.empty()) return config.ledger_origin;
  return public_url.substr(public_url.find("://") + 3) + "/ledger";
}

}  // namespace soleil
