// Metrics in the Prometheus text format 0.0.4. Names and help are fixed at registration; no label
// may hold personal data. Counter, Gauge and Histogram live as long as Metrics and are lock-free;
// registration and render take a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace soleil {

class Counter {
 public:
  void add(uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

class Gauge {
 public:
  void set(int64_t v) { value_.store(v, std::memory_order_relaxed); }
  void add(int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

class Histogram {  // seconds; bucket bounds 0.5 ms .. 65 s, doubling
 public:
  static constexpr int kBuckets = 18;
  void observe_ms(double ms);
  static double bound_ms(int bucket) { return 0.5 * static_cast<double>(1u << bucket); }
  std::array<uint64_t, kBuckets + 1> counts() const;  // last: over the last bound
  double sum_ms() const { return static_cast<double>(sum_us_.load()) / 1000; }

 private:
  std::array<std::atomic<uint64_t>, kBuckets + 1> counts_{};
  std::atomic<uint64_t> sum_us_{0};
};

class Metrics {
 public:
  // labels: "" or `method="GET",code="200"`. The same name and labels give the same object.
  Counter& counter(std::string_view name, std::string_view help, std::string_view labels = "");
  Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = "");
  Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels = "");
  std::string render() const;

 private:
  struct Family {
    std::string help, type;
    std::map<std::string, std::unique_ptr<Counter>> counters;
    std::map<std::string, std::unique_ptr<Gauge>> gauges;
    std::map<std::string, std::unique_ptr<Histogram>> histograms;
  };
  Family& family(std::string_view name, std::string_view help, std::string_view type);
  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace soleil
