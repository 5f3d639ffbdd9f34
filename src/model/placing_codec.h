// The part of a Served fact's JSON that tells how its places were given: "places":
// [[propensity, explored, expected], …], "experiment", "arm", "shadows". Absent in older facts.
#pragma once

#include "base/json.h"
#include "model/fact.h"

namespace soleil {

void encode_placings(json::object& out, const Served& fact);
Result<void> decode_placings(const json::object& from, Served& fact);  // corrupt

}  // namespace soleil
