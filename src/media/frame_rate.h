// FrameRate: the constant rate a video is given. Phones and browsers write pictures when they have
// one and name rates of 120, 600 or 1000; only the times of the pictures tell the truth. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace soleil {

struct FrameRate {
  int64_t numerator = 30, denominator = 1;
  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
  std::string text() const { return std::to_string(numerator) + "/" + std::to_string(denominator); }
  bool operator==(const FrameRate&) const = default;
};

// times_us: when each picture starts, sorted; end_us: when the last one ends (0: unknown).
FrameRate choose_frame_rate(const std::vector<int64_t>& times_us, int64_t end_us, double rate_max);

}  // namespace soleil
