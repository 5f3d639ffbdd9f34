// Moving: a person goes to live in another region's home. What goes along is packed here, sealed to
// that region, and taken in there under a new number, because the home is in the number; then the
// old home erases them (erasure.h). Videos don't move: they can be uploaded again there.
// Thread-safe; blocks.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "people/people.h"
#include "residency/region_link.h"

namespace soleil {

struct Belongings {
  std::string arrival;  // names this move: asked again, it is the same one
  std::string handle, display_name, bio, language, password_hash, country;
  std::string controls;  // encode_controls(); "" : none
  std::vector<AccountId> follows;
  std::vector<VideoId> likes;
};

class Moving {
 public:
  Moving(Catalog& catalog, People& people) : catalog_(catalog), people_(people) {}

  // Of somebody who will live in `country`, as `handle` ("": as here); sealed to `to`.
  Result<Sealed> pack(AtHome<AccountId> who, Country country, const std::string& handle,
                      const Region& to) const;
  // What was unsealed. Follows and likes of what is not known here are left out. Reasons: as of
  // Accounts::register_person, home_elsewhere, bad_belongings.
  Result<Account> take_in(std::string_view unsealed, const Gate& gate) const;

 private:
  Result<void> settle(AccountId id, const Belongings& theirs) const;
  Catalog& catalog_;
  People& people_;
};

std::string encode_belongings(const Belongings& belongings);
Result<Belongings> decode_belongings(std::string_view text);

}  // namespace soleil
