// ArmMetrics: what a viewer did since an experiment first served them, and the metrics made of it.
// Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "experiments/statistics.h"
#include "model/fact.h"

namespace soleil {

inline constexpr int64_t kSessionGapMs = 30 * 60'000;  // longer without a page: another session
inline constexpr int64_t kLongViewMs = 18'000;         // or the whole of a shorter video

bool is_long_view(const Watched& fact);
double watched_share(const Watched& fact);  // 0..1

struct ViewerDeeds {
  int32_t pages = 0, sessions = 0, viewings = 0;  // For You
  int32_t long_views = 0, completed = 0, skips = 0;
  int32_t likes = 0, shares = 0, refusals = 0;
  bool returned = false;  // a page on a later day (UTC) than the first
  int64_t watch_ms = 0, first_ms = 0, last_ms = 0;

  void page(int64_t at_ms);
  void watched(const Watched& fact);
};

struct Metric {
  std::string_view name;
  bool more_is_better;
  double (*numerator)(const ViewerDeeds&);
  double (*denominator)(const ViewerDeeds&);
};

// long_view_rate, watch_s_page, watch_s_session, completion_rate, like_rate, share_rate, skip_rate,
// not_interested_rate (of viewings), return_rate (of viewers).
inline constexpr size_t kMetrics = 9;
const std::array<Metric, kMetrics>& metrics_of_arms();

}  // namespace soleil
