#include "learning/items/ridge_plan.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {
constexpr double kRidgeSeconds = 120;     // for all exact fits of a search
constexpr double kLocalFlops = 2e12;      // for all systems of one penalty of a local fit
constexpr double kLocalFlopsLess = 1e11;  // the same, where it must be quick
}  // namespace

RidgePlan ridge_plan(size_t videos, double share, double exact_seconds_max) {
  RidgePlan plan;
  const double seconds = std::max(0.1, ridge_seconds(videos));
  plan.exact = seconds <= share * exact_seconds_max;
  plan.tries = static_cast<size_t>(std::clamp(share * kRidgeSeconds / seconds, 5.0, 16.0));
  const auto affordable = [&](double flops) {
    const double each = flops / static_cast<double>(std::max<size_t>(1, videos));
    return static_cast<size_t>(std::clamp(std::cbrt(3 * each), 60.0, 600.0));
  };
  plan.neighbours = affordable(share * kLocalFlops);
  plan.neighbours_less = affordable(share * kLocalFlopsLess);
  return plan;
}

std::shared_ptr<ItemWeights> fit_ridge_as(const RidgePlan& plan, const VideoLists& lists,
                                          size_t videos, const RidgeSettings& settings) {
  if (plan.exact) return std::make_shared<ItemWeights>(fit_ridge(lists, lists, videos, settings));
  auto fits = fit_local_ridge(lists, videos, settings.viewer_exponent, plan.neighbours,
                              std::span(&settings.penalty, 1));
  return std::make_shared<ItemWeights>(std::move(fits.front()));
}

}  // namespace soleil
