#include "trust/fediverse/follower_book.h"

#include "trust/fediverse/delivery_queue.h"

namespace soleil {
namespace {

tl::unexpected<Error> too_many(const std::string& where) {
  return fail(Code::denied, "too_many_followers", "There are as many followers as can be" + where);
}

std::string accept_of(const RemoteActor& follower, const std::string& follow,
                      const TrustActor& followed, int64_t id) {
  const json::object said{
      {"id", follow}, {"type", "Follow"}, {"actor", follower.id}, {"object", followed.id()}};
  return json::serialize(accept_json(followed, id_text(static_cast<uint64_t>(id)), said));
}

}  // namespace

Result<int64_t> FollowerBook::count() const {
  const Rows rows = SOLEIL_TRY(database_.read_as([](Transaction& tx) {
    return tx.query("SELECT COUNT(*) FROM personal_fediverse_follower");
  }));
  return rows.at(0).int_at(0);
}

Result<std::string> FollowerBook::follow_of(const std::string& actor) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT follow FROM personal_fediverse_follower WHERE actor = $1", {actor});
  }));
  return rows.empty() ? std::string() : rows[0].text_at(0);
}

Result<bool> FollowerBook::knows(const std::string& actor) const {
  return !SOLEIL_TRY(follow_of(actor)).empty();
}

Result<void> FollowerBook::check_room(Transaction& tx, const RemoteActor& follower) const {
  const Rows there =
      SOLEIL_TRY(tx.query("SELECT COUNT(*), COALESCE(SUM(CASE WHEN host = $1 THEN 1 ELSE 0 END), "
                          "0) FROM personal_fediverse_follower WHERE actor <> $2",
                          {follower.host, follower.id}));
  if (there.at(0).int_at(0) >= limits_.followers_max) return too_many(".");
  if (there.at(0).int_at(1) >= limits_.followers_per_host_max) return too_many(" of one host.");
  return {};
}

Result<void> FollowerBook::add(const RemoteActor& follower, const std::string& follow,
                               const TrustActor& followed) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(check_room(tx, follower));
    SOLEIL_TRY(tx.run("DELETE FROM personal_fediverse_follower WHERE actor = $1", {follower.id}));
    const int64_t own = SOLEIL_TRY(inbox_of(tx, follower.inbox, ids_));
    const int64_t shared =
        follower.shared_inbox.empty() ? own : SOLEIL_TRY(inbox_of(tx, follower.shared_inbox, ids_));
    const auto id = static_cast<int64_t>(ids_.next());
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_fediverse_follower (follower_id, actor, host, follow, "
               "own_inbox_id, inbox_id, followed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
               {id, follower.id, follower.host, follow, own, shared, clock_.now_ms()}));
    const auto accept = static_cast<int64_t>(ids_.next());
    SOLEIL_TRY(put_activity(tx, accept, accept_of(follower, follow, followed, accept)));
    return put_delivery(tx, own, accept, clock_.now_ms());
  });
}

Result<void> FollowerBook::erase(const std::string& actor) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    const Rows rows = SOLEIL_TRY(
        tx.query("SELECT own_inbox_id, inbox_id FROM personal_fediverse_follower WHERE actor = $1",
                 {actor}));
    if (rows.empty()) return {};
    SOLEIL_TRY(tx.run("DELETE FROM personal_fediverse_follower WHERE actor = $1", {actor}));
    SOLEIL_TRY(drop_unused_inbox(tx, rows[0].int_at(0)));
    return drop_unused_inbox(tx, rows[0].int_at(1));
  });
}

}  // namespace soleil
