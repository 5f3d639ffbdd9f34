#include "residency/refusals.h"

#include <string>

namespace soleil {

std::string_view errand_name(Errand errand) {
  constexpr std::array<std::string_view, kErrands> kNames = {"sign_up", "sign_in", "read", "write",
                                                             "move"};
  return kNames[static_cast<size_t>(errand)];
}

Counter& refusal_counter(Metrics& metrics, Errand errand, std::string_view home) {
  return metrics.counter(
      "soleil_home_refusals_total", "Requests for data of people whose home is in another region",
      "errand=\"" + std::string(errand_name(errand)) + "\",home=\"" + std::string(home) + "\"");
}

std::array<int64_t, kErrands> refusals(Metrics& metrics, const Deployment& deployment) {
  std::array<int64_t, kErrands> out{};
  for (size_t i = 0; i < kErrands; ++i) {
    const auto errand = static_cast<Errand>(i);
    const auto count = [&](std::string_view home) {
      out[i] += static_cast<int64_t>(refusal_counter(metrics, errand, home).value());
    };
    for (const Region& region : deployment.regions) count(region.id);
    count("unknown");
  }
  return out;
}

}  // namespace soleil
