// Other regions' public videos: rows like ours, written as that region tells them.
#include "catalog/public_video.h"
#include "catalog/rows.h"
#include "catalog/stored_catalog.h"

namespace soleil {
namespace {

Result<Account> put_author(Transaction& tx, const Account& a) {
  Rows rows = SOLEIL_TRY(tx.query(
      "INSERT INTO account (id, home, handle, display_name, bio, language, role, created_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, 'creator', $7) ON CONFLICT (id) DO UPDATE SET handle = "
      "excluded.handle, display_name = excluded.display_name, bio = excluded.bio, language = "
      "excluded.language RETURNING " +
          std::string(kAccountColumns),
      {a.id.sql(), int64_t{a.id.home()}, a.handle, a.display_name, a.bio, a.language,
       a.created_ms}));
  return account_from(rows.at(0));
}

bool same(const PublicVideo& theirs, const Video& ours, const Account* author) {
  if (ours.state != VideoState::published || !author) return false;
  PublicVideo known{ours, *author, theirs.sound};
  known.author.role = theirs.author.role;
  return encode_public(known) == encode_public(theirs);
}

// A decision of this region's moderators stands here, whatever its home says.
Result<bool> removed_here(Transaction& tx, VideoId id) {
  const Rows found = SOLEIL_TRY(
      tx.query("SELECT 1 FROM personal_report WHERE video_id = $1 AND state = 'removed' LIMIT 1",
               {id.sql()}));
  return !found.empty();
}

}  // namespace

Result<void> StoredCatalog::put_foreign(const PublicVideo& theirs) {
  std::lock_guard lock(change_mutex_);
  const VideoPtr before = shelf_.find(theirs.video.id);
  const AccountPtr known = shelf_.find_account(theirs.author.id);
  if (before && same(theirs, *before, known.get())) return {};
  Video video = theirs.video;
  if (before) video.like_count = before->like_count, video.view_count = before->view_count;
  video.updated_ms = clock_.now_ms();
  const bool new_sound = theirs.sound && !shelf_.find_sound(theirs.sound->id);
  Account author;
  bool stays_away = false;
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    stays_away = SOLEIL_TRY(removed_here(tx, video.id));
    if (stays_away) return {};
    author = SOLEIL_TRY(put_author(tx, theirs.author));
    if (new_sound) SOLEIL_TRY(insert_sound(tx, *theirs.sound));
    return before ? update_video(tx, video) : insert_video(tx, video);
  }));
  if (stays_away) return {};
  put_account(author);
  if (new_sound) shelf_.put_sound(*theirs.sound);
  shelve(std::move(video),
         before && before->state == VideoState::published ? "edited" : "published");
  return {};
}

}  // namespace soleil
