// Abroad: what a server of several regions does beside serving: it tells the others its public
// catalogue and reads theirs, each every second, and asks how they stand, each every few seconds.
// Threads of its own, from start() to stop().
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "catalog/foreign_reader.h"
#include "catalog/public_feed.h"
#include "main/http_region_link.h"
#include "residency/gate.h"
#include "residency/standings.h"

namespace soleil {

class Abroad {
 public:
  Abroad(Catalog& catalog, const Gate& gate, const std::string& secret, Standings& standings,
         const Clock& clock, Random& random, Log& log, Metrics& metrics);
  ~Abroad();
  const RegionKeys& keys() const { return keys_; }
  const PublicFeed& feed() const { return feed_; }
  RegionLink& link() { return link_; }
  void start();
  void stop();

 private:
  static constexpr int64_t kEveryMs = 1'000, kStandingEveryMs = 3'000;
  void follow(ForeignReader& reader);

  const Gate& gate_;
  Standings& standings_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  const RegionKeys keys_;
  HttpRegionLink link_;
  PublicFeed feed_;
  std::vector<std::unique_ptr<ForeignReader>> readers_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace soleil
