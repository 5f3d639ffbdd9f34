#include "people/follows.h"

#include "people/sql_list.h"

namespace soleil {
namespace {

Result<std::vector<Account>> count(Transaction& tx, AccountId follower, AccountId followee,
                                   int64_t by) {
  std::vector<Account> out;
  out.push_back(
      SOLEIL_TRY(update_account(tx, "following_count = following_count + $2", follower, {by})));
  out.push_back(
      SOLEIL_TRY(update_account(tx, "follower_count = follower_count + $2", followee, {by})));
  return out;
}

}  // namespace

Result<void> Follows::follow(AccountId follower, AccountId followee) {
  if (follower == followee)
    return fail(Code::invalid, "follow_self", "Following oneself is not possible.");
  SOLEIL_TRY(accounts_.change([&](Transaction& tx) -> Result<std::vector<Account>> {
    const int64_t made =
        SOLEIL_TRY(tx.run("INSERT INTO personal_follow (follower_id, followee_id, created_ms) "
                          "VALUES ($1, $2, $3) ON CONFLICT (follower_id, followee_id) DO NOTHING",
                          {follower.sql(), followee.sql(), clock_.now_ms()}));
    if (made == 0) return std::vector<Account>();
    std::vector<Account> changed = SOLEIL_TRY(count(tx, follower, followee, 1));
    if (changed[0].following_count > limits_.follows_max)
      return fail(Code::conflict, "too_many_follows",
                  "You follow as many people as is possible. Unfollow somebody first.");
    return changed;
  }));
  return {};
}

Result<void> Follows::unfollow(AccountId follower, AccountId followee) {
  SOLEIL_TRY(accounts_.change([&](Transaction& tx) -> Result<std::vector<Account>> {
    const int64_t gone =
        SOLEIL_TRY(tx.run("DELETE FROM personal_follow WHERE follower_id = $1 AND followee_id = $2",
                          {follower.sql(), followee.sql()}));
    if (gone == 0) return std::vector<Account>();
    return count(tx, follower, followee, -1);
  }));
  return {};
}

Result<std::vector<AccountId>> Follows::followees(AccountId follower) const {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT followee_id FROM personal_follow WHERE follower_id = $1 "
        "ORDER BY created_ms DESC, followee_id DESC LIMIT $2",
        {follower.sql(), limits_.follows_max});
  }));
  std::vector<AccountId> out;
  for (const Row& row : rows) out.push_back(AccountId::from_sql(row.int_at(0)));
  return out;
}

Result<std::unordered_set<AccountId>> Follows::followed_among(
    AccountId follower, const std::vector<AccountId>& among) const {
  return ids_among(database_, "SELECT followee_id FROM personal_follow WHERE follower_id = $1",
                   "followee_id", follower, among);
}

}  // namespace soleil
