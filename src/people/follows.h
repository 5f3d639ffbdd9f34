// Follows: who wants to see more of whom. For the Following feed and profiles only: For You never
// asks. Counts move in the transaction of the row they count. Thread-safe; calls block.
#pragma once

#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "people/accounts.h"

namespace soleil {

class Follows {
 public:
  Follows(Database& database, Accounts& accounts, const Clock& clock, const PeopleLimits& limits)
      : database_(database), accounts_(accounts), clock_(clock), limits_(limits) {}

  // Both do nothing when it is so already. Reasons: follow_self, too_many_follows.
  Result<void> follow(AccountId follower, AccountId followee);
  Result<void> unfollow(AccountId follower, AccountId followee);
  Result<std::vector<AccountId>> followees(AccountId follower) const;  // newest follow first
  Result<std::unordered_set<AccountId>> followed_among(AccountId follower,
                                                       const std::vector<AccountId>& among) const;

 private:
  Database& database_;
  Accounts& accounts_;
  const Clock& clock_;
  const PeopleLimits limits_;
};

}  // namespace soleil
