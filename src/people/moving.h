// Moving: a person goes to live in another region's home. What goes along is packed here, sealed to
// that region, and taken in there under a new number, because the home is in the number; then the
// old home erases them (erasure.h). What they watched in the last kWatchedMs goes along, so that
// the feed knows them there; it is kept as long as if it were watched on the day of the move.
// Videos don't move: they can be uploaded again there. Thread-safe; blocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "people/people.h"
#include "residency/region_link.h"

namespace soleil {

// How what was watched is found here and brought there; neither set: it stays.
struct WatchedAlong {
  std::function<Result<std::vector<WatchFact>>(ViewerId, int64_t since_ms)> of;
  std::function<Result<void>(ViewerId, std::vector<WatchFact>)> bring;  // repeats count once
};

struct Belongings {
  std::string arrival;  // names this move: asked again, it is the same one
  std::string handle, display_name, bio, language, password_hash, country;
  std::string controls;  // encode_controls(); "" : none
  std::vector<AccountId> follows;
  std::vector<VideoId> likes;
  std::vector<WatchFact> watched;  // oldest first
};

class Moving {
 public:
  static constexpr int64_t kWatchedMs = int64_t{30} * 86'400'000;
  static constexpr size_t kWatchedMax = 20'000;  // the newest
  Moving(Catalog& catalog, People& people, const Clock& clock, WatchedAlong watched = {})
      : catalog_(catalog), people_(people), clock_(clock), watched_(std::move(watched)) {}

  // Of somebody who will live in `country`, as `handle` ("": as here); sealed to `to`.
  Result<Sealed> pack(AtHome<AccountId> who, Country country, const std::string& handle,
                      const Region& to) const;
  // What was unsealed. Follows and likes of what is not known here are left out. Reasons: as of
  // Accounts::register_person, home_elsewhere, bad_belongings.
  Result<Account> take_in(std::string_view unsealed, const Gate& gate) const;

 private:
  Result<void> settle(AccountId id, const Belongings& theirs) const;
  Result<std::vector<WatchFact>> watched_by(ViewerId who) const;
  Result<void> bring_watched(ViewerId who, const std::vector<WatchFact>& watched) const;
  Catalog& catalog_;
  People& people_;
  const Clock& clock_;
  const WatchedAlong watched_;
};

std::string encode_belongings(const Belongings& belongings);
Result<Belongings> decode_belongings(std::string_view text);

}  // namespace soleil
