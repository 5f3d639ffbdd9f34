// A vault over HTTP, both ends: HttpVault asks, vault_routes answer (`soleil backup serve`).
// /vault/<region>/<name>: PUT, GET, DELETE; GET /vault/<region>?list=<prefix>. Each request carries
// the region's pass, and a region reaches its own part only.
#pragma once

#include <map>
#include <memory>

#include "base/clock.h"
#include "base/pool.h"
#include "net/client.h"
#include "net/server.h"
#include "residency/backup/vault.h"
#include "residency/region_pass.h"

namespace soleil {

std::unique_ptr<Vault> make_http_vault(std::string url, std::string region, const RegionKeys& keys,
                                       const Clock& clock);

// file:///folder (this region's part of it) or http://…; invalid "bad_vault_url".
Result<std::unique_ptr<Vault>> open_vault(const std::string& url, const std::string& region,
                                          const RegionKeys& keys, const Clock& clock);

struct VaultDesk {  // outlives the server
  const Deployment& deployment;
  std::map<std::string, std::unique_ptr<Vault>> vaults;  // by region
  const Clock& clock;
  Pool& pool;
};
std::vector<Route> vault_routes(VaultDesk& desk);

}  // namespace soleil
