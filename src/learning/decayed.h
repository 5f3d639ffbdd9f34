// Amounts that halve every half-life. Kept as the logarithm of the amount carried to time zero, so
// that two of them keep their order while time passes: sorted structures need no refresh, and
// nothing overflows. In single precision an amount is right to some 0.1 % at a half-life of days.
// Pure.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace soleil {

class Decayed {
 public:
  // What an amount > 0 at at_ms counts as, to be added to many.
  static float level_of(double amount, int64_t at_ms, double half_life_ms) {
    return static_cast<float>(std::log2(amount) + static_cast<double>(at_ms) / half_life_ms);
  }
  void add(double amount, int64_t at_ms, double half_life_ms) {
    add_level(level_of(amount, at_ms, half_life_ms));
  }
  void add_level(float added) {
    const float high = std::max(level_, added), low = std::min(level_, added);
    level_ = high + std::log2(1 + std::exp2(low - high));
  }
  float at(int64_t now_ms, double half_life_ms) const {
    if (!is_any()) return 0;
    const double now = static_cast<double>(now_ms) / half_life_ms;
    return std::exp2(std::min(static_cast<float>(static_cast<double>(level_) - now), 60.0F));
  }
  bool is_any() const { return level_ > kNothing; }
  float level() const { return level_; }  // comparable between amounts of one half-life

 private:
  static constexpr float kNothing = -1e30F;
  float level_ = kNothing;
};

}  // namespace soleil
