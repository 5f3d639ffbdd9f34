#include "experiments/arm_metrics.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr int64_t kDayMs = 86'400'000;
constexpr double kCompletedFrom = 0.95;

using Deeds = const ViewerDeeds&;
double viewings(Deeds d) {
  return d.viewings;
}
double watch_s(Deeds d) {
  return static_cast<double>(d.watch_ms) / 1000;
}

constexpr std::array<Metric, kMetrics> kAll = {{
    {"long_view_rate", true, [](Deeds d) -> double { return d.long_views; }, viewings},
    {"watch_s_page", true, watch_s, [](Deeds d) -> double { return d.pages; }},
    {"watch_s_session", true, watch_s, [](Deeds d) -> double { return d.sessions; }},
    {"completion_rate", true, [](Deeds d) -> double { return d.completed; }, viewings},
    {"like_rate", true, [](Deeds d) -> double { return d.likes; }, viewings},
    {"share_rate", true, [](Deeds d) -> double { return d.shares; }, viewings},
    {"skip_rate", false, [](Deeds d) -> double { return d.skips; }, viewings},
    {"not_interested_rate", false, [](Deeds d) -> double { return d.refusals; }, viewings},
    {"return_rate", true, [](Deeds d) -> double { return d.returned; },
     [](Deeds) -> double { return 1; }},
}};

}  // namespace

bool is_long_view(const Watched& fact) {
  if (fact.duration_ms <= 0) return fact.watch_ms >= kLongViewMs;
  return fact.watch_ms >= std::min(kLongViewMs, fact.duration_ms);
}

double watched_share(const Watched& fact) {
  if (fact.duration_ms <= 0) return 0;
  return std::clamp(static_cast<double>(fact.watch_ms) / static_cast<double>(fact.duration_ms), 0.0,
                    1.0);
}

void ViewerDeeds::page(int64_t at_ms) {
  if (pages == 0) first_ms = at_ms;
  if (pages == 0 || at_ms - last_ms > kSessionGapMs) ++sessions;
  if (at_ms / kDayMs > first_ms / kDayMs) returned = true;
  last_ms = std::max(last_ms, at_ms);
  ++pages;
}

void ViewerDeeds::watched(const Watched& fact) {
  ++viewings;
  watch_ms += std::clamp<int64_t>(fact.watch_ms, 0, kWatchMsMax);
  long_views += is_long_view(fact);
  completed += watched_share(fact) >= kCompletedFrom;
  skips += fact.skipped;
}

const std::array<Metric, kMetrics>& metrics_of_arms() {
  return kAll;
}

}  // namespace soleil
