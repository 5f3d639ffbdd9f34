// How much of the fediverse the trust centre's account takes on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace soleil {

struct FediverseLimits {
  static constexpr int64_t kDay = 86'400'000;
  int64_t followers_max = 100'000;
  int64_t followers_per_host_max = 5'000;
  int64_t follows_burst = 60;         // new followers of one host at once …
  int64_t follow_every_ms = 2'000;    // … and then one in so long
  int64_t clock_skew_ms = 3'600'000;  // how old or new a signed request may be
  size_t body_bytes_max = 128 << 10;  // of what is posted to the inbox
  size_t actor_bytes_max = 256 << 10;
  int64_t away_ms_max = 10'000;  // a whole exchange with another server
  int64_t key_ms = 600'000;      // a key is asked for again after so long
  size_t keys_max = 1'000;       // remembered
  int64_t backoff_ms = 60'000;   // doubled with each failure
  int64_t backoff_ms_max = 12 * 3'600'000;
  int64_t give_up_ms = 7 * kDay;  // what a server has not taken by then is dropped
  int64_t forget_ms = 30 * kDay;  // and after so long of failing, its followers
  int64_t threads = 2;            // for servers that answer; those that fail have one of their own
};

}  // namespace soleil
