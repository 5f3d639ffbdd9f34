#include "learning/satisfaction.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr double kStep = 0.05;
constexpr double kShareMax = 1.999;
constexpr double kPriorOfBucket = 100;  // viewings' worth of trust in the overall distribution
constexpr double kCountsMax = 20'000;   // then halved: habits change

double share_of(int64_t watch_ms, int64_t duration_ms) {
  if (watch_ms <= 0) return 0;
  if (duration_ms <= 0) return 0.5;  // unknown length says nothing either way
  return std::min(static_cast<double>(watch_ms) / static_cast<double>(duration_ms), kShareMax);
}

}  // namespace

size_t length_bucket(int64_t duration_ms) {
  size_t bucket = 0;
  for (int64_t bound = 5'000; bucket + 1 < kLengthBuckets && duration_ms >= bound; bound *= 2)
    ++bucket;
  return bucket;
}

Satisfaction::Satisfaction() {
  all_.counts.fill(1);
  all_.total = kBins;
}

void Satisfaction::Histogram::add(size_t bin) {
  counts[bin] += 1;
  total += 1;
  if (total < kCountsMax) return;
  for (double& count : counts) count /= 2;
  total /= 2;
}

double Satisfaction::rank(const Histogram& bucket, double share) const {
  const double prior = kPriorOfBucket / all_.total;
  const size_t bin = static_cast<size_t>(share / kStep);
  double below = 0;
  for (size_t i = 0; i < bin; ++i) below += bucket.counts[i] + prior * all_.counts[i];
  const double within = share / kStep - static_cast<double>(bin);
  below += within * (bucket.counts[bin] + prior * all_.counts[bin]);
  return below / (bucket.total + kPriorOfBucket);
}

double Satisfaction::share_at(double rank) const {
  double left = rank * all_.total;
  for (size_t i = 0; i < kBins; ++i) {
    if (left <= all_.counts[i])
      return kStep * (static_cast<double>(i) + left / std::max(all_.counts[i], 1e-9));
    left -= all_.counts[i];
  }
  return kShareMax;
}

float Satisfaction::of(int64_t watch_ms, int64_t duration_ms) const {
  const double share = share_of(watch_ms, duration_ms);
  const double matched = share_at(rank(buckets_[length_bucket(duration_ms)], share));
  // To the end is 0.85; what is left is for watching again.
  const double value = 0.85 * std::min(matched, 1.0) + 0.15 * std::clamp(matched - 1.0, 0.0, 1.0);
  return static_cast<float>(std::clamp(value, 0.0, 1.0));
}

void Satisfaction::learn(int64_t watch_ms, int64_t duration_ms) {
  const double share = share_of(watch_ms, duration_ms);
  const size_t bin = std::min(static_cast<size_t>(share / kStep), kBins - 1);
  all_.add(bin);
  buckets_[length_bucket(duration_ms)].add(bin);
}

}  // namespace soleil
