#include "base/attempts.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/hash.h"

namespace soleil {

int64_t Attempts::take(std::string_view key) {
  std::string short_key = sha256(key).substr(0, 16);
  std::lock_guard lock(mutex_);
  const int64_t now = clock_.monotonic_ms();
  if (full_at_ms_.size() >= keys_max_ && !full_at_ms_.contains(short_key)) make_room(now);
  int64_t& full_at = full_at_ms_[std::move(short_key)];
  const int64_t after = std::max(full_at, now) + every_ms_;
  const int64_t wait_ms = after - now - burst_ * every_ms_;
  if (wait_ms > 0) return wait_ms;
  full_at = after;
  return 0;
}

void Attempts::make_room(int64_t now_ms) {
  std::erase_if(full_at_ms_, [&](const auto& entry) { return entry.second <= now_ms; });
  if (full_at_ms_.size() >= keys_max_) full_at_ms_.clear();
}

std::string address_key(const std::string& peer) {
  in6_addr address;
  if (inet_pton(AF_INET6, peer.c_str(), &address) != 1) return peer;
  return std::string(reinterpret_cast<const char*>(address.s6_addr), 8);
}

}  // namespace soleil
