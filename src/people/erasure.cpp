#include "people/erasure.h"

#include <set>
#include <string>
#include <vector>

#include "people/handles.h"

namespace soleil {

Result<Erased> Erasure::erase(AccountId id) {
  SOLEIL_TRY(check_may_go(id));
  SOLEIL_TRY(forget_taste(id));
  auto held = SOLEIL_TRY(erase_videos(id));
  SOLEIL_TRY(erase_files(id, held));
  SOLEIL_TRY(take_back_likes(id));
  SOLEIL_TRY(take_back_follows(id));
  SOLEIL_TRY(people_.controls.forget(viewer_of(id)));
  std::string receipt = SOLEIL_TRY(people_.ring.destroy(viewer_of(id)));
  SOLEIL_TRY(erase_name(id));
  return Erased{std::move(held), std::move(receipt)};
}

Result<void> Erasure::check_may_go(AccountId id) const {
  const auto account = catalog_.find_account(id);
  if (!account || is_erased(*account))
    return fail(Code::not_found, "no_such_account", "There is nobody with this handle.");
  if (account->role != Role::administrator) return {};
  for (const auto& other : catalog_.all_accounts())
    if (other->id != id && other->role == Role::administrator) return {};
  return fail(Code::conflict, "last_administrator",
              "You are the only administrator. Make somebody else one first.");
}

Result<void> Erasure::forget_taste(AccountId id) {
  const int64_t now_ms = clock_.now_ms();
  FactHead head{"erase-" + id.text(), viewer_of(id), {}, now_ms, now_ms};
  return facts_(TasteReset{std::move(head), false});
}

std::optional<Order> Erasure::holding(VideoId video) const {
  return orders_ ? orders_->preserving(video) : std::nullopt;
}

Result<std::vector<Order>> Erasure::erase_videos(AccountId id) {
  std::vector<Order> held;
  const auto videos = catalog_.by_author(id, {}, SIZE_MAX);
  for (const VideoPtr& video : videos) {
    if (auto order = holding(video->id)) {
      SOLEIL_TRY(catalog_.remove(video->id));  // retention goes on with it when the order ends
      held.push_back(std::move(*order));
    } else {
      SOLEIL_TRY(catalog_.erase(video->id));  // what was made of it goes with the next sweep
    }
  }
  return held;
}

Result<void> Erasure::erase_files(AccountId id, const std::vector<Order>& held) {
  std::set<std::string> kept;
  for (const Order& order : held)
    if (const VideoPtr video = catalog_.find(order.said.video)) kept.insert(video->source_key);
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_upload WHERE account_id = $1", {id.sql()});
  }));
  const std::string folder = "personal/source/" + id.text() + "/";
  for (std::string after;;) {
    const auto found = SOLEIL_TRY(blobs_.list(folder, after));
    if (found.empty()) return {};
    for (const BlobInfo& blob : found)
      if (!kept.contains(blob.key)) SOLEIL_TRY(blobs_.remove(blob.key));
    after = found.back().key;
  }
}

Result<void> Erasure::take_back_likes(AccountId id) {
  for (;;) {
    const auto some = SOLEIL_TRY(people_.likes.liked(id, {}, 500));
    if (some.empty()) return {};
    for (const VideoId video : some) SOLEIL_TRY(people_.likes.unlike(id, video));
  }
}

Result<void> Erasure::take_back_follows(AccountId id) {
  for (const AccountId followee : SOLEIL_TRY(people_.follows.followees(id)))
    SOLEIL_TRY(people_.follows.unfollow(id, followee));
  const Rows followers = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT follower_id FROM personal_follow WHERE followee_id = $1", {id.sql()});
  }));
  for (const Row& row : followers)
    SOLEIL_TRY(people_.follows.unfollow(AccountId::from_sql(row.int_at(0)), id));
  return {};
}

// The last step, in one transaction: who could sign in until now can't any more.
Result<void> Erasure::erase_name(AccountId id) {
  SOLEIL_TRY(people_.accounts.change([&](Transaction& tx) -> Result<std::vector<Account>> {
    for (const char* table :
         {"personal_credential", "personal_sign_in_link", "personal_session", "personal_residence",
          "personal_carve_out", "personal_elsewhere", "account_duty"})
      SOLEIL_TRY(
          tx.run("DELETE FROM " + std::string(table) + " WHERE account_id = $1", {id.sql()}));
    for (const char* table : {"personal_key", "personal_touch", "personal_access_request"})
      SOLEIL_TRY(tx.run("DELETE FROM " + std::string(table) + " WHERE person_id = $1", {id.sql()}));
    SOLEIL_TRY(
        tx.run("UPDATE personal_report SET reporter_id = 0, note = '' WHERE reporter_id = $1",
               {id.sql()}));
    SOLEIL_TRY(
        tx.run("DELETE FROM sound WHERE author_id = $1 AND id NOT IN "
               "(SELECT sound_id FROM video)",
               {id.sql()}));
    Account nobody = SOLEIL_TRY(update_account(
        tx,
        "handle = $2, display_name = '', bio = '', language = 'en', role = 'viewer', "
        "created_ms = 0",
        id, {erased_handle(id)}));
    std::vector<Account> changed;
    changed.push_back(std::move(nobody));
    return changed;
  }));
  people_.sessions.forget();
  return {};
}

}  // namespace soleil
