// Retention: what docs/data_inventory.json says is over is deleted. Others see to their own
// (sessions, links, a guest's controls: People::sweep; unfinished uploads: Uploads::sweep).
// Call sweep() every hour or so; it blocks. A failure leaves the rest for the next time.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "platform/blob/blob.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"
#include "residency/orders.h"

namespace soleil {

struct RetentionLimits {
  static constexpr int64_t kDay = 86'400'000;
  // Facts go by whole segments, so one lives for facts_ms + segment_ms at most: 400 days.
  int64_t facts_ms = 370 * kDay, segment_ms = 30 * kDay;
  int64_t reports_ms = 180 * kDay;  // since they were decided
  int64_t removed_ms = 30 * kDay;   // a removed video, unless a report on it is kept
};

class Retention {
 public:
  Retention(Database& database, BlobStore& blobs, Catalog& catalog, FactLog& facts,
            const Clock& clock, const RetentionLimits& limits = {}, const Orders* orders = nullptr)
      : database_(database),
        blobs_(blobs),
        catalog_(catalog),
        facts_(facts),
        clock_(clock),
        limits_(limits),
        orders_(orders) {}
  Result<void> sweep();

 private:
  Result<void> sweep_facts();
  Result<int64_t> first_since(int64_t ms) const;  // offset of the first fact received since then
  Result<int64_t> received_ms(int64_t offset) const;
  Result<void> sweep_reports();
  Result<void> sweep_videos();
  Result<bool> has_report(VideoId video) const;
  Result<void> drop_source(const std::string& key);

  Database& database_;
  BlobStore& blobs_;
  Catalog& catalog_;
  FactLog& facts_;
  const Clock& clock_;
  const RetentionLimits limits_;
  const Orders* const orders_;  // a video that one preserves stays; null: there are none
};

}  // namespace soleil
