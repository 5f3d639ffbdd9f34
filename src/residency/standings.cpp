#include "residency/standings.h"

namespace soleil {

void Standings::start() {
  running_ = true;
  thread_ = std::thread([this] {
    while (!stopping_) {
      measure();
      const int64_t until_ms = clock_.monotonic_ms() + kFreshMs;
      while (!stopping_ && clock_.monotonic_ms() < until_ms)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
}

void Standings::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Standings::is_fresh() const {
  std::lock_guard lock(mutex_);
  return own_ && (running_ || clock_.monotonic_ms() - measured_ms_ < kFreshMs);
}

void Standings::measure() {
  std::lock_guard one_at_a_time(measuring_);
  RegionStanding now = measure_();
  std::lock_guard lock(mutex_);
  own_ = std::move(now);
  measured_ms_ = clock_.monotonic_ms();
}

RegionStanding Standings::own() {
  if (!is_fresh()) measure();
  std::lock_guard lock(mutex_);
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
