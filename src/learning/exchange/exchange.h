// Exchange: learning stays home, and what regions tell each other is Releases. Every terms.every_ms
// it makes one of the facts since the last, if the budget allows, and keeps it for the others; and
// it asks the others for theirs, each signed by its region, and puts what they teach into this
// region's own fact log, where the learner finds it. A release that another region did not sign,
// that was asked for differently, or that tells of fewer persons than our own terms allow, changes
// nothing. Files in `folder`: state.json, release-N.json. The price is paid before a release is
// there: a crash may lose one, never make one that was not paid for. Thread-safe; one thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "learning/exchange/exchange_state.h"
#include "learning/exchange/person_tally.h"
#include "learning/exchange/release.h"
#include "platform/queue/fact_log.h"
#include "residency/gate.h"
#include "residency/region_keys.h"
#include "residency/region_link.h"

namespace soleil {

struct ExchangeParts {  // all outlive it
  FactLog& facts;
  FindOpenVideo open;
  const Gate& gate;
  const RegionKeys& keys;
  RegionLink& link;
  const Clock& clock;
  Random& random;
  Log& log;
};

class Exchange {
 public:
  static constexpr std::string_view kPurpose = "lessons";
  static constexpr int64_t kReleasesKept = 8;
  static Result<std::unique_ptr<Exchange>> open(const std::string& folder,
                                                const ExchangeTerms& terms, ExchangeParts parts);
  ~Exchange() { stop(); }
  void start();
  void stop();

  // One round of the thread each, for tests, too.
  Result<bool> release_if_due();          // true: there is a new one
  Result<bool> hear(const Region& from);  // true: something was learned; there may be more

  // The first release after number `after`, for another region:
  // {"body": "<JSON>", "signature": "<base64>"}, the body being {"region", "after", "release"}.
  Result<std::string> page(int64_t after) const;

  const ExchangeTerms& terms() const { return terms_; }
  ExchangeState state() const;
  double epsilon_spent() const;  // by the releases of the last terms.budget_ms

 private:
  Exchange(const std::string& folder, const ExchangeTerms& terms, ExchangeParts parts)
      : folder_(folder), terms_(terms), parts_(std::move(parts)) {}
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string release_path(int64_t number) const;
  Result<PersonTally> tally_until(int64_t end) const;
  Result<ReleaseBody> fetch(const Region& from, int64_t after) const;
  Result<std::string> fetch_text(const Region& from, int64_t after) const;
  Result<void> learn(const ReleaseBody& release);
  Result<void> keep(const ExchangeState& state);
  void run();
  void round(std::map<std::string, std::string>& troubles);

  const std::string folder_;
  const ExchangeTerms terms_;
  const ExchangeParts parts_;
  mutable std::mutex mutex_;
  ExchangeState state_;  // changed by one thread, read by any
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace soleil
