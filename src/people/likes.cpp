#include "people/likes.h"

#include "people/sql_list.h"

namespace soleil {
namespace {

Result<int64_t> change_count(Transaction& tx, VideoId video, int64_t by) {
  Rows rows = SOLEIL_TRY(
      tx.query("UPDATE video SET like_count = like_count + $2 WHERE id = $1 RETURNING like_count",
               {video.sql(), by}));
  if (rows.empty()) return fail(Code::not_found, "no_such_video", "There is no such video.");
  return rows[0].int_at(0);
}

Result<std::optional<int64_t>> liked_at(Transaction& tx, AccountId account, VideoId video) {
  Rows rows = SOLEIL_TRY(
      tx.query("SELECT created_ms FROM personal_like WHERE account_id = $1 AND video_id = $2",
               {account.sql(), video.sql()}));
  return rows.empty() ? std::nullopt : std::optional(rows[0].int_at(0));
}

}  // namespace

FactHead Likes::head(std::string_view kind, AccountId account, VideoId video,
                     int64_t liked_ms) const {
  FactHead head;
  head.id = std::string(kind) + "-" + video.text() + "-" + std::to_string(liked_ms);
  head.viewer = viewer_of(account);
  head.video = video;
  head.at_ms = head.received_ms = clock_.now_ms();
  return head;
}

Result<void> Likes::like(AccountId account, VideoId video) {
  const VideoPtr seen = catalog_.find(video);
  if (!seen || !is_reachable(*seen, account))
    return fail(Code::not_found, "no_such_video", "There is no such video.");
  int64_t since_ms = 0;
  {
    std::lock_guard lock(change_mutex_);
    std::optional<int64_t> count;
    SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
      count.reset();
      since_ms = clock_.now_ms();
      const int64_t made =
          SOLEIL_TRY(tx.run("INSERT INTO personal_like (account_id, video_id, created_ms) VALUES "
                            "($1, $2, $3) ON CONFLICT (account_id, video_id) DO NOTHING",
                            {account.sql(), video.sql(), since_ms}));
      if (made > 0)
        count = SOLEIL_TRY(change_count(tx, video, 1));
      else
        since_ms = SOLEIL_TRY(liked_at(tx, account, video)).value_or(since_ms);
      return {};
    }));
    if (count) catalog_.like_count_changed(video, *count);
  }
  return facts_(Liked{head("like", account, video, since_ms)});
}

Result<void> Likes::unlike(AccountId account, VideoId video) {
  const auto since_ms =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return liked_at(tx, account, video); }));
  if (!since_ms) return {};
  // The fact first: once the row is gone nobody would know that it is still to be told.
  SOLEIL_TRY(facts_(Unliked{head("unlike", account, video, *since_ms)}));
  std::lock_guard lock(change_mutex_);
  std::optional<int64_t> count;
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    count.reset();
    const int64_t gone =
        SOLEIL_TRY(tx.run("DELETE FROM personal_like WHERE account_id = $1 AND video_id = $2",
                          {account.sql(), video.sql()}));
    if (gone > 0) count = SOLEIL_TRY(change_count(tx, video, -1));
    return {};
  }));
  if (count) catalog_.like_count_changed(video, *count);
  return {};
}

Result<std::unordered_set<VideoId>> Likes::liked_among(AccountId account,
                                                       const std::vector<VideoId>& among) const {
  return ids_among(database_, "SELECT video_id FROM personal_like WHERE account_id = $1",
                   "video_id", account, among);
}

Result<std::vector<VideoId>> Likes::liked(AccountId account, VideoId before, size_t limit) const {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) -> Result<Rows> {
    const auto last = before ? SOLEIL_TRY(liked_at(tx, account, before)) : std::nullopt;
    const int64_t last_ms = last.value_or(INT64_MAX);
    return tx.query(
        "SELECT video_id FROM personal_like WHERE account_id = $1 AND (created_ms < $2 OR "
        "(created_ms = $2 AND video_id < $3)) ORDER BY created_ms DESC, video_id DESC LIMIT $4",
        {account.sql(), last_ms, before.sql(), static_cast<int64_t>(limit)});
  }));
  std::vector<VideoId> out;
  for (const Row& row : rows) out.push_back(VideoId::from_sql(row.int_at(0)));
  return out;
}

}  // namespace soleil
