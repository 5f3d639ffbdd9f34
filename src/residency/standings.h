// Standings: how each region of the deployment stands, as far as it is known here: our own,
// measured when it is asked for and kept for kFreshMs; the others' as they last told it. A region
// that is silent keeps its last figures, and why it is silent. Thread-safe; own() may block for a
// measurement.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

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

  RegionStanding own();
  void heard(const std::string& region, const Result<RegionStanding>& said);
  KnownStanding known(const std::string& region) const;

 private:
  const Clock& clock_;
  const Measure measure_;
  std::mutex measuring_;  // guards own_ and measured_ms_
  std::optional<RegionStanding> own_;
  int64_t measured_ms_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, KnownStanding> known_;
};

}  // namespace soleil
