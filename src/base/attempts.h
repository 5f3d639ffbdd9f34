// Attempts: token buckets in memory, one a key, so that guessing passwords is slow. Bounded: when
// too many keys are remembered, those that are full again are forgotten, and if there are none,
// all. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace soleil {

class Attempts {
 public:
  Attempts(const Clock& clock, int64_t burst, int64_t every_ms, size_t keys_max = 100'000)
      : clock_(clock), burst_(burst), every_ms_(every_ms), keys_max_(keys_max) {}

  // 0: go on, one is taken. Else nothing is taken, and it is worth trying again in so many ms.
  int64_t take(std::string_view key);

 private:
  void make_room(int64_t now_ms);
  const Clock& clock_;
  const int64_t burst_, every_ms_;
  const size_t keys_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, int64_t> full_at_ms_;  // when the bucket is full again
};

// An address as a key: an IPv6 one counts with its whole /64, which one person has.
std::string address_key(const std::string& peer);

}  // namespace soleil
