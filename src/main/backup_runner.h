// BackupRunner: the thread of a server that keeps its backup up to date, from start() to stop().
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/log.h"
#include "base/metrics.h"
#include "main/config.h"
#include "main/http_vault.h"
#include "residency/backup/drill_book.h"
#include "residency/backup/shipper.h"
#include "residency/standing.h"

namespace soleil {

class BackupRunner {
 public:
  // secret, backup_key: 32 bytes each, of the data folder.
  static Result<std::unique_ptr<BackupRunner>> open(const Config& config, const Region& here,
                                                    const std::string& folder,
                                                    const std::string& secret,
                                                    const std::string& backup_key,
                                                    BlobChanges& blobs, const Clock& clock,
                                                    Random& random, Log& log, Metrics& metrics);
  ~BackupRunner() { stop(); }
  void start();
  void stop();  // after a last step

  // Thread-safe.
  BackupStanding standing() const;
  std::optional<DrillRecord> drill() const;  // the last that is noted in the vault

 private:
  static constexpr int64_t kDrillsEveryMs = 10'000;
  BackupRunner(const std::string& secret, BackupSeal seal, int64_t every_ms, const Clock& clock,
               Log& log, Metrics& metrics);
  void run();
  void step();
  void look_for_drills();
  void tell();
  const RegionKeys keys_;
  const BackupSeal seal_;
  const int64_t every_ms_;
  const Clock& clock_;
  Log& log_;
  Gauge& age_;
  Counter& steps_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<BackupShipper> shipper_;
  std::string trouble_;
  bool has_rows_ = true;  // of the database; PostgreSQL's are copied by its own means
  int64_t drills_after_ms_ = 0;
  mutable std::mutex mutex_;  // guards what is told
  BackupStanding standing_;
  std::optional<DrillRecord> drill_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace soleil
