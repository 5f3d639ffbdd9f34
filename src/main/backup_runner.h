// BackupRunner: the thread of a server that keeps its backup up to date, from start() to stop().
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "base/log.h"
#include "base/metrics.h"
#include "main/config.h"
#include "main/http_vault.h"
#include "residency/backup/shipper.h"

namespace soleil {

class BackupRunner {
 public:
  // secret, backup_key: 32 bytes each, of the data folder.
  static Result<std::unique_ptr<BackupRunner>> open(const Config& config, const Region& here,
                                                    const std::string& folder,
                                                    const std::string& secret,
                                                    const std::string& backup_key,
                                                    const Clock& clock, Random& random, Log& log,
                                                    Metrics& metrics);
  ~BackupRunner() { stop(); }
  void start();
  void stop();  // after a last step

 private:
  BackupRunner(const std::string& secret, int64_t every_ms, const Clock& clock, Log& log,
               Metrics& metrics);
  void run();
  void step();
  const RegionKeys keys_;
  const int64_t every_ms_;
  const Clock& clock_;
  Log& log_;
  Gauge& age_;
  Counter& steps_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<BackupShipper> shipper_;
  std::string trouble_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace soleil
