// A region's pass: how its server proves to another's which it is. The value of Authorization,
// "Region <id> <ms> <signature>", good for a minute, for one request with its body. Pure.
#pragma once

#include <string>
#include <string_view>

#include "model/region.h"
#include "residency/region_keys.h"

namespace soleil {

struct PassedRequest {
  std::string_view method, target, body;
};
std::string region_pass(const RegionKeys& keys, std::string_view region,
                        const PassedRequest& request, int64_t now_ms);
// The region that asks; denied "not_a_region".
Result<const Region*> check_region_pass(const Deployment& deployment, std::string_view pass,
                                        const PassedRequest& request, int64_t now_ms);

}  // namespace soleil
