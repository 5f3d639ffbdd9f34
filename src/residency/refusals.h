// Refusals: how often this server would not let a person's data cross between regions, by errand.
// Counted since it started; whose they were is nowhere. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/metrics.h"
#include "residency/gate.h"

namespace soleil {

inline constexpr size_t kErrands = 5;
std::string_view errand_name(Errand errand);

Counter& refusal_counter(Metrics& metrics, Errand errand, std::string_view home);
std::array<int64_t, kErrands> refusals(Metrics& metrics, const Deployment& deployment);

}  // namespace soleil
