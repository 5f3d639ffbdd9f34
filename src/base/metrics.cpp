#include "base/metrics.h"

#include <cstdio>

#include "base/check.h"

namespace soleil {
namespace {

template <class T>
T& at(std::map<std::string, std::unique_ptr<T>>& map, std::string_view labels) {
  auto& slot = map[std::string(labels)];
  if (!slot) slot = std::make_unique<T>();
  return *slot;
}

std::string braces(const std::string& labels, const std::string& extra = "") {
  if (labels.empty() && extra.empty()) return "";
  return "{" + labels + (labels.empty() || extra.empty() ? "" : ",") + extra + "}";
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

void render_histogram(std::string& out, const std::string& name, const std::string& labels,
                      const Histogram& histogram) {
  const auto counts = histogram.counts();
  uint64_t total = 0;
  for (int i = 0; i < Histogram::kBuckets; ++i) {
    total += counts[i];
    const std::string le = "le=\"" + number(Histogram::bound_ms(i) / 1000) + "\"";
    out += name + "_bucket" + braces(labels, le) + " " + std::to_string(total) + "\n";
  }
  total += counts[Histogram::kBuckets];
  out += name + "_bucket" + braces(labels, "le=\"+Inf\"") + " " + std::to_string(total) + "\n";
  out += name + "_sum" + braces(labels) + " " + number(histogram.sum_ms() / 1000) + "\n";
  out += name + "_count" + braces(labels) + " " + std::to_string(total) + "\n";
}

}  // namespace

void Histogram::observe_ms(double ms) {
  int bucket = 0;
  while (bucket < kBuckets && ms > bound_ms(bucket)) ++bucket;
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(ms > 0 ? static_cast<uint64_t>(ms * 1000) : 0, std::memory_order_relaxed);
}

std::array<uint64_t, Histogram::kBuckets + 1> Histogram::counts() const {
  std::array<uint64_t, kBuckets + 1> out;
  for (int i = 0; i <= kBuckets; ++i) out[i] = counts_[i].load(std::memory_order_relaxed);
  return out;
}

Metrics::Family& Metrics::family(std::string_view name, std::string_view help,
                                 std::string_view type) {
  auto& family = families_[std::string(name)];
  if (family.type.empty()) {
    family.help = help;
    family.type = type;
  }
  SOLEIL_CHECK(family.type == type);
  return family;
}

Counter& Metrics::counter(std::string_view n, std::string_view help, std::string_view labels) {
  std::lock_guard lock(mutex_);
  return at(family(n, help, "counter").counters, labels);
}

Gauge& Metrics::gauge(std::string_view n, std::string_view help, std::string_view labels) {
  std::lock_guard lock(mutex_);
  return at(family(n, help, "gauge").gauges, labels);
}

Histogram& Metrics::histogram(std::string_view n, std::string_view help, std::string_view labels) {
  std::lock_guard lock(mutex_);
  return at(family(n, help, "histogram").histograms, labels);
}

std::string Metrics::render() const {
  std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, f] : families_) {
    out += "# HELP " + name + " " + f.help + "\n# TYPE " + name + " " + f.type + "\n";
    for (const auto& [labels, counter] : f.counters)
      out += name + braces(labels) + " " + std::to_string(counter->value()) + "\n";
    for (const auto& [labels, gauge] : f.gauges)
      out += name + braces(labels) + " " + std::to_string(gauge->value()) + "\n";
    for (const auto& [labels, histogram] : f.histograms)
      render_histogram(out, name, labels, *histogram);
  }
  return out;
}

}  // namespace soleil
