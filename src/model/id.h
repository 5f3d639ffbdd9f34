// Ids are types. An id is 63 bits: 41 bits of milliseconds since 2020-01-01, 6 bits of home region,
// 16 bits that make it unique. Sorted by time. Text form: 13 characters of Crockford base32, lower
// case. In SQL: BIGINT. In JSON: the text form.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace soleil {

using RegionIndex = uint8_t;  // 0..63, given by the deployment's configuration
constexpr RegionIndex kRegionIndexMax = 63;

std::string id_text(uint64_t value);
std::optional<uint64_t> id_value(std::string_view text);  // nullopt unless exactly an id_text
RegionIndex id_region(uint64_t value);
int64_t id_time_ms(uint64_t value);   // Unix milliseconds
uint64_t first_id_of(int64_t at_ms);  // no id made since then is below it

template <class Tag>
struct Id {
  uint64_t value = 0;  // 0: no id

  static std::optional<Id> parse(std::string_view text) {
    const auto value = id_value(text);
    return value && *value ? std::optional<Id>(Id{*value}) : std::nullopt;
  }
  std::string text() const { return id_text(value); }
  int64_t sql() const { return static_cast<int64_t>(value); }
  static Id from_sql(int64_t value) { return Id{static_cast<uint64_t>(value)}; }
  RegionIndex home() const { return id_region(value); }
  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

using AccountId = Id<struct AccountTag>;
using ViewerId = Id<struct ViewerTag>;  // a guest's cookie or an account: who watches. An account's
                                        // ViewerId has its value.
using VideoId = Id<struct VideoTag>;
using SoundId = Id<struct SoundTag>;
using UploadId = Id<struct UploadTag>;
using SessionId = Id<struct SessionTag>;
using ReportId = Id<struct ReportTag>;
using OrderId = Id<struct OrderTag>;
using RequestId = Id<struct RequestTag>;
using AccessRequestId = Id<struct AccessRequestTag>;

// Makes ids for things whose home is this process's region. Thread-safe; strictly increasing within
// a process.
class IdMaker {
 public:
  IdMaker(const Clock& clock, Random& random, RegionIndex home);
  uint64_t next();
  template <class T>
  T make() {
    return T{next()};
  }
  RegionIndex home() const { return home_; }

 private:
  const Clock& clock_;
  Random& random_;
  const RegionIndex home_;
  std::mutex mutex_;
  int64_t last_ms_ = 0;
  uint32_t sequence_ = 0;
};

}  // namespace soleil

template <class Tag>
struct std::hash<soleil::Id<Tag>> {
  size_t operator()(const soleil::Id<Tag>& id) const noexcept {
    uint64_t z = id.value * 0x9e3779b97f4a7c15;
    return z ^ (z >> 32);
  }
};
