// Standings: how each region of the deployment stands, as far as it is known here: our own,
// measured every kFreshMs on a thread from start() to stop(), and before that when it is asked for;
// the others' as they last told it. A region that is silent keeps its last figures, and why it is
// silent. Thread-safe; own() blocks for the first measurement alone.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "residency/standing.h"

namespace soleil {

struct KnownStanding {
  std::optional<RegionStanding> last;  // none: never heard
  int64_t heard_ms = 0;                // by our clock
  std::string silent;                  // reason why the last question failed; "": it did not
};

class Standings {
 public:
  static constexpr int64_t kFreshMs = 2'000;
  using Measure = std::function<RegionStanding()>;
  Standings(const Clock& clock, Measure measure) : clock_(clock), measure_(std::move(measure)) {}

  ~Standings() { stop(); }

  void start();
  void stop();
  RegionStanding own();
  void heard(const std::string& region, const Result<RegionStanding>& said);
  KnownStanding known(const std::string& region) const;

 private:
  bool is_fresh() const;
  void measure();
  const Clock& clock_;
  const Measure measure_;
  std::mutex measuring_;      // one measurement at a time
  mutable std::mutex mutex_;  // guards what follows, never while it is measured
  std::optional<RegionStanding> own_;
  int64_t measured_ms_ = 0;
  std::map<std::string, KnownStanding> known_;
  std::atomic<bool> running_{false}, stopping_{false};
  std::thread thread_;
};

}  // namespace soleil
