// FollowerBook: who follows the trust centre's account. Followers are people: nobody is shown who
// they are, only how many; and they are forgotten as soon as they say so, or their server does.
// Thread-safe; calls block.
#pragma once

#include <string>

#include "base/clock.h"
#include "model/id.h"
#include "platform/database/database.h"
#include "trust/fediverse/limits.h"
#include "trust/fediverse/remote_actor.h"
#include "trust/fediverse/trust_actor.h"

namespace soleil {

class FollowerBook {
 public:
  FollowerBook(Database& database, const Clock& clock, IdMaker& ids, const FediverseLimits& limits)
      : database_(database), clock_(clock), ids_(ids), limits_(limits) {}

  Result<int64_t> count() const;
  Result<bool> knows(const std::string& actor) const;
  // The id of the Follow by which they began; "" when they don't.
  Result<std::string> follow_of(const std::string& actor) const;

  // Adds them, or takes the newer Follow of the same; the Accept is on its way in the same step.
  // denied: "too_many_followers" in all, or of one host.
  Result<void> add(const RemoteActor& follower, const std::string& follow,
                   const TrustActor& followed);
  // With everything that is kept about them; not knowing them is a success.
  Result<void> erase(const std::string& actor);

 private:
  Result<void> check_room(Transaction& tx, const RemoteActor& follower) const;
  Database& database_;
  const Clock& clock_;
  IdMaker& ids_;
  const FediverseLimits limits_;
};

}  // namespace soleil
