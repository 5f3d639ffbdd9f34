// The deployment file: which regions there are and who is at home in each. JSON, the same file for
// every region; nothing in it is secret. Pure.
//
// {"regions": [{"id": "virginia", "index": 1, "name": "Virginia", "countries": ["US", "CA"],
//   "address": "https://us.soleil.example", "inside": "http://10.0.0.1:8080",
//   "backup": "singapore", "sign_key": "<base64>", "box_key": "<base64>"}, …],
//  "not_offered_in": ["CN"]}
// "countries": ["*"] takes the residents of every country that no region names. `soleil region key`
// prints the two public keys of a region.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/region.h"

namespace soleil {

// Invalid "bad_deployment" names the region and what is wrong: no regions, an id or index given
// twice, a country with two homes, an unknown country, a backup in itself or nowhere, no address,
// and of several regions one without keys.
Result<Deployment> parse_deployment(std::string_view text);

}  // namespace soleil
