#include "media/frame_rate.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr FrameRate kUsual[] = {{10, 1}, {12, 1},        {15, 1},        {20, 1}, {24'000, 1001},
                                {24, 1}, {25, 1},        {30'000, 1001}, {30, 1}, {48, 1},
                                {50, 1}, {60'000, 1001}, {60, 1}};
constexpr double kRateMin = 10;

FrameRate nearest(double rate) {
  return *std::min_element(std::begin(kUsual), std::end(kUsual), [&](const auto& a, const auto& b) {
    return std::fabs(a.value() - rate) < std::fabs(b.value() - rate);
  });
}

FrameRate at_least(double rate) {
  for (const FrameRate& usual :
       {FrameRate{15, 1}, FrameRate{24, 1}, FrameRate{25, 1}, FrameRate{30, 1}, FrameRate{50, 1}})
    if (usual.value() >= rate * 0.97) return usual;
  return {60, 1};
}

// How fast its quicker parts are: over runs of eight pictures, so that jitter doesn't count as
// speed.
double brisk_rate(const std::vector<int64_t>& times_us) {
  const size_t run = std::min<size_t>(8, times_us.size() - 1);
  std::vector<int64_t> spans;
  for (size_t i = run; i < times_us.size(); ++i) spans.push_back(times_us[i] - times_us[i - run]);
  std::sort(spans.begin(), spans.end());
  return 1e6 * static_cast<double>(run) /
         static_cast<double>(std::max<int64_t>(1, spans[spans.size() / 4]));
}

FrameRate capped(FrameRate rate, double rate_max) {
  return rate.value() > rate_max ? nearest(rate_max) : rate;
}

}  // namespace

FrameRate choose_frame_rate(const std::vector<int64_t>& times_us, int64_t end_us, double rate_max) {
  std::vector<int64_t> gaps;
  for (size_t i = 1; i < times_us.size(); ++i)
    if (times_us[i] > times_us[i - 1]) gaps.push_back(times_us[i] - times_us[i - 1]);
  if (gaps.empty()) return capped({30, 1}, rate_max);
  std::sort(gaps.begin(), gaps.end());
  const auto median = static_cast<double>(gaps[gaps.size() / 2]);
  const auto is_steady = [&](int64_t gap) {
    return std::fabs(static_cast<double>(gap) - median) <= std::max(2'000.0, median * 0.03);
  };
  const auto steady = std::count_if(gaps.begin(), gaps.end(), is_steady);
  const double span = static_cast<double>(std::max(end_us, times_us.back()) - times_us.front());
  if (steady * 100 < static_cast<int64_t>(gaps.size()) * 95)  // variable: keep its quicker parts
    return capped(at_least(brisk_rate(times_us)), rate_max);
  const bool has_end = end_us > times_us.back();
  const double pictures = static_cast<double>(has_end ? times_us.size() : times_us.size() - 1);
  const double mean = 1e6 * pictures / span;
  const double rate = std::fabs(mean * median / 1e6 - 1) < 0.03 ? mean : 1e6 / median;
  const FrameRate usual = nearest(rate);
  if (std::fabs(usual.value() / rate - 1) < 0.004 && times_us.size() > 20)
    return capped(usual, rate_max);
  if (std::fabs(usual.value() / rate - 1) < 0.02)
    return capped(nearest(std::round(rate)), rate_max);
  if (rate < kRateMin) return {static_cast<int64_t>(kRateMin), 1};
  return capped({std::llround(rate * 1000), 1000}, rate_max);
}

}  // namespace soleil
