// Fediverse: the trust centre's account as it runs: takes what is posted to its inbox, and sends
// each answer to a rumour, once a published checkpoint has it, to all who follow. Started threads:
// one that publishes, FediverseLimits::threads that deliver, and one for servers that failed the
// last time, so that those that don't answer keep nobody waiting. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "ledger/ledger.h"
#include "trust/fediverse/delivery_queue.h"
#include "trust/fediverse/inbox.h"
#include "trust/statements.h"

namespace soleil {

struct FediverseParts {  // all outlive it
  Database& database;
  const Ledger& ledger;
  const Statements& statements;
  Away& away;
  const Clock& clock;
  IdMaker& ids;
  Log& log;
  Metrics& metrics;
};

class Fediverse {
 public:
  // `base`: where people reach this site; `site`: its name.
  Fediverse(const FediverseParts& parts, RsaKey key, std::string base, std::string site,
            const AwayRules& rules, const FediverseLimits& limits);
  ~Fediverse();  // as stop()

  const TrustActor& actor() const { return actor_; }
  Result<int64_t> followers() const { return followers_.count(); }
  Result<void> take(const SignedRequest& request);
  void start();
  void stop();  // what is being delivered is waited for, FediverseLimits::away_ms_max at most

  // For tests, without threads: one round of each.
  Result<void> publish();
  Result<bool> deliver_next(bool failing);  // false: nothing is due

 private:
  void run_publisher();
  void run_deliveries(bool failing);
  Result<std::vector<std::string>> activities(uint64_t from, uint64_t to) const;
  std::optional<Delivery> take_due(bool failing);
  Result<void> deliver(const Delivery& delivery);
  void nap();

  const FediverseParts parts_;
  const FediverseLimits limits_;
  const AwayRules rules_;
  const RsaKey key_;
  const TrustActor actor_;
  FollowerBook followers_;
  DeliveryQueue queue_;
  RemoteActors actors_;
  FediverseInbox inbox_;
  Counter &delivered_, &failed_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::set<int64_t> busy_;  // inboxes that somebody posts to now
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace soleil
