// Amounts that halve every half-life. Kept as the logarithm of the amount carried to time zero, so
// that two of them keep their order while time passes: sorted structures need no refresh, and
// nothing overflows. Pure.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace soleil {

class Decayed {
 public:
  // amount > 0 at at_ms
  void add(double amount, int64_t at_ms, double half_life_ms) {
    const double added = std::log2(amount) + static_cast<double>(at_ms) / half_life_ms;
    if (level_ == kNothing) {
      level_ = added;
      return;
    }
    const double high = std::max(level_, added), low = std::min(level_, added);
    level_ = high + std::log2(1 + std::exp2(low - high));
  }
  double at(int64_t now_ms, double half_life_ms) const {
    if (level_ == kNothing) return 0;
    return std::exp2(std::min(level_ - static_cast<double>(now_ms) / half_life_ms, 60.0));
  }
  double level() const { return level_; }  // comparable between amounts of one half-life

 private:
  static constexpr double kNothing = -1e300;
  double level_ = kNothing;
};

}  // namespace soleil
