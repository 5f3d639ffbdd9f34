// Passwords: argon2id by libsodium. A call takes about 50 ms and password_memory_bytes: run it on
// the pool that is made for it (PeopleLimits::password_threads). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "people/limits.h"

namespace soleil {

class Passwords {
 public:
  explicit Passwords(const PeopleLimits& limits);
  // Reasons: password_too_short, password_too_long, password_not_text.
  Result<std::string> hash(std::string_view password) const;
  // An empty hash (no such account, or no password yet) takes as long as a wrong password: time
  // does not tell who has an account here.
  bool matches(const std::string& hash, std::string_view password) const;

 private:
  Result<std::string> hash_any(std::string_view password) const;
  const PeopleLimits limits_;
  std::string nobody_;  // the hash that an empty one is compared with
};

}  // namespace soleil
