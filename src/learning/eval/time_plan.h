// TimePlan: how long an evaluation may take. Its work is planned by counting operations, in
// proportion to the minutes given, so that a seed gives the same answer wherever that keeps to the
// time. Where it does not, the tries that are left are left out, which is told: the only place
// where a clock decides. One thread.
#pragma once

#include "base/clock.h"

namespace soleil::eval {

class TimePlan {
 public:
  static constexpr double kMinutesUsual = 10;
  TimePlan(const Clock& clock, double minutes)
      : clock_(clock), begun_ms_(clock.monotonic_ms()), minutes_(minutes) {}

  // Of what is planned for kMinutesUsual.
  double scale() const { return minutes_ / kMinutesUsual; }
  // Whether that share of the time is over: then what could still be tried is left out.
  bool is_late(double share) {
    const auto spent_ms = static_cast<double>(clock_.monotonic_ms() - begun_ms_);
    const bool late = spent_ms > share * minutes_ * 60'000;
    was_late_ |= late;
    return late;
  }
  bool was_late() const { return was_late_; }

 private:
  const Clock& clock_;
  const int64_t begun_ms_;
  const double minutes_;
  bool was_late_ = false;
};

}  // namespace soleil::eval
