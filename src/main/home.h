// Home: the deployment that a server is part of, and which of its regions it is.
#pragma once

#include <string>

#include "main/config.h"
#include "model/region.h"
#include "residency/region_place.h"

namespace soleil {

struct Home {
  Deployment deployment;
  RegionPlaces places;  // of those whose place is told
  size_t place = 0;     // in deployment.regions
  const Region& here() const { return deployment.regions[place]; }
};

// By the file that the configuration names, or deployment.json of the data folder; with neither,
// the single region of the configuration. invalid "no_such_region": region.name is not in the file.
Result<Home> find_home(const Config& config, const std::string& data_folder);

// Where people reach a server, without a slash at the end.
std::string public_url(const Config& config, const Region& here, int64_t port);
// The name of its logs for ever: "videos.example/ledger".
std::string ledger_origin(const Config& config, const std::string& public_url);

}  // namespace soleil
