#include "residency/standings.h"

namespace soleil {

RegionStanding Standings::own() {
  std::lock_guard lock(measuring_);
  const int64_t now_ms = clock_.monotonic_ms();
  if (!own_ || now_ms - measured_ms_ >= kFreshMs) {
    own_ = measure_();
    measured_ms_ = now_ms;
  }
  return *own_;
}

void Standings::heard(const std::string& region, const Result<RegionStanding>& said) {
  std::lock_guard lock(mutex_);
  KnownStanding& known = known_[region];
  known.silent = said ? "" : said.error().reason;
  if (!said) return;
  known.last = *said;
  known.heard_ms = clock_.now_ms();
}

KnownStanding Standings::known(const std::string& region) const {
  std::lock_guard lock(mutex_);
  const auto at = known_.find(region);
  return at == known_.end() ? KnownStanding{} : at->second;
}

}  // namespace soleil
