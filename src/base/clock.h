// Clock: time enters through constructors, so that a test or a simulation owns it. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace soleil {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual int64_t now_ms() const = 0;        // Unix time, milliseconds UTC; may step
  virtual int64_t monotonic_ms() const = 0;  // never steps back; origin arbitrary
};

class SystemClock final : public Clock {
 public:
  int64_t now_ms() const override;
  int64_t monotonic_ms() const override;
};

class ManualClock final : public Clock {
 public:
  explicit ManualClock(int64_t now_ms = 1'600'000'000'000) : now_ms_(now_ms) {}
  int64_t now_ms() const override { return now_ms_; }
  int64_t monotonic_ms() const override { return now_ms_; }
  void advance_ms(int64_t by) { now_ms_ += by; }

 private:
  std::atomic<int64_t> now_ms_;
};

std::string rfc3339(int64_t unix_ms);  // whole seconds UTC: "2026-11-26T10:00:00Z"

}  // namespace soleil
