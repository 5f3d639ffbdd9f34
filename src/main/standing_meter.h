// StandingMeter: measures how this region stands (residency/standing.h). Counts are kept for
// kCountsMs, sizes of a folder that no backup has added up for kSizesMs: both read what is there.
// Not thread-safe: Standings::own() asks one at a time. Blocks.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/metrics.h"
#include "main/backup_runner.h"
#include "main/custody.h"
#include "platform/blob/blob.h"
#include "platform/database/database.h"
#include "residency/gate.h"
#include "residency/orders.h"
#include "residency/standing.h"

namespace soleil {

struct StandingParts {  // what is looked at; all outlive the meter
  Database& database;
  const BlobStore& blobs;
  const Orders& orders;
  Custody& custody;
  const Gate& gate;
  Metrics& metrics;
  const Clock& clock;
  std::string folder;
};

class StandingMeter {
 public:
  explicit StandingMeter(StandingParts parts);
  void watch(const BackupRunner* backup) { backup_ = backup; }  // null: there is none
  RegionStanding measure();

 private:
  static constexpr int64_t kCountsMs = 10'000, kSizesMs = 60'000;
  void count(int64_t now_ms);
  int64_t stored_bytes(int64_t now_ms);
  void add_orders(RegionStanding& out) const;

  const StandingParts parts_;
  const int64_t since_ms_;
  std::atomic<const BackupRunner*> backup_{nullptr};
  int64_t persons_ = 0, videos_ = 0, bytes_ = 0;
  int64_t counts_after_ms_ = 0, sizes_after_ms_ = 0;
};

}  // namespace soleil
