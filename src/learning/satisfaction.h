// Satisfaction: how good a viewing was, 0..1, from the share of the video that was watched. Half of
// a minute says more than half of six seconds, so the share's rank among the viewings of videos of
// like length is carried over to all viewings (quantile matching): with that, neither long nor
// short videos win by their length. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace soleil {

inline constexpr size_t kLengthBuckets = 8;  // < 5 s, 10 s, 20 s, 40 s, 80 s, 160 s, 320 s, longer
size_t length_bucket(int64_t duration_ms);

class Satisfaction {
 public:
  Satisfaction();
  float of(int64_t watch_ms, int64_t duration_ms) const;
  void learn(int64_t watch_ms, int64_t duration_ms);
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.value(all_);
    file.value(buckets_);
  }

 private:
  static constexpr size_t kBins = 40;  // shares 0..2 (two rounds) in steps of 0.05
  struct Histogram {
    std::array<double, kBins> counts{};
    double total = 0;
    void add(size_t bin);
  };
  double rank(const Histogram& bucket, double share) const;
  double share_at(double rank) const;
  Histogram all_;
  std::array<Histogram, kLengthBuckets> buckets_;
};

}  // namespace soleil
