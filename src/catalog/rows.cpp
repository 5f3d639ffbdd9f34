#include "catalog/rows.h"

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kVideoColumns =
    "id, author_id, sound_id, title, tags, language, visibility, state, progress, refused_reason, "
    "refused_message, media, media_version, media_epoch, source_key, source_sha256, duration_ms, "
    "width, height, allow_duet, allow_stitch, allow_sound, created_ms, published_ms, removed_ms, "
    "updated_ms, captions, cover_ms";

std::string joined(const std::vector<std::string>& tags) {
  std::string out;
  for (const std::string& tag : tags) out += (out.empty() ? "" : ",") + tag;
  return out;
}

tl::unexpected<Error> bad_row(std::string_view table, int64_t id) {
  return fail(Code::corrupt, "bad_row",
              "The row " + std::to_string(id) + " of " + std::string(table) +
                  " holds a value that no version of Soleil writes.");
}

std::vector<SqlValue> values_of(const Video& v) {
  return {v.id.sql(),
          v.author.sql(),
          v.sound.sql(),
          v.title,
          joined(v.tags),
          v.language,
          std::string(visibility_name(v.visibility)),
          std::string(state_name(v.state)),
          int64_t{v.progress},
          v.refused_reason,
          v.refused_message,
          v.media,
          v.media_version,
          v.media_epoch,
          v.source_key,
          v.source_sha256,
          v.duration_ms,
          v.width,
          v.height,
          int64_t{v.allow.duet},
          int64_t{v.allow.stitch},
          int64_t{v.allow.sound},
          v.created_ms,
          v.published_ms,
          v.removed_ms,
          v.updated_ms,
          encode_captions(v.captions),
          v.cover_ms};
}

Result<Video> video_from(const Row& r) {
  Video v;
  v.id = VideoId::from_sql(r.int_at(0));
  v.author = AccountId::from_sql(r.int_at(1));
  v.sound = SoundId::from_sql(r.int_at(2));
  v.title = r.text_at(3);
  if (!r.text_at(4).empty())
    for (std::string_view tag : split(r.text_at(4), ',')) v.tags.emplace_back(tag);
  v.language = r.text_at(5);
  const auto visibility = parse_visibility(r.text_at(6));
  const auto state = parse_state(r.text_at(7));
  if (!visibility || !state) return bad_row("video", r.int_at(0));
  v.visibility = *visibility;
  v.state = *state;
  v.progress = static_cast<int>(r.int_at(8));
  v.refused_reason = r.text_at(9);
  v.refused_message = r.text_at(10);
  v.media = r.text_at(11);
  v.media_version = r.int_at(12);
  v.media_epoch = r.int_at(13);
  v.source_key = r.text_at(14);
  v.source_sha256 = r.text_at(15);
  v.duration_ms = r.int_at(16);
  v.width = r.int_at(17);
  v.height = r.int_at(18);
  v.allow = {r.int_at(19) != 0, r.int_at(20) != 0, r.int_at(21) != 0};
  v.created_ms = r.int_at(22);
  v.published_ms = r.int_at(23);
  v.removed_ms = r.int_at(24);
  v.updated_ms = r.int_at(25);
  auto captions = decode_captions(r.text_at(26));
  if (!captions) return bad_row("video", r.int_at(0));
  v.captions = std::move(*captions);
  v.cover_ms = r.int_at(27);
  v.like_count = r.int_at(28);
  v.view_count = r.int_at(29);
  return v;
}

Result<void> insert_tags(Transaction& tx, const Video& video) {
  for (const std::string& tag : video.tags)
    SOLEIL_TRY(
        tx.run("INSERT INTO video_tag (tag, video_id) VALUES ($1, $2)", {tag, video.id.sql()}));
  return {};
}

std::string after_and_limit(std::string_view table, std::string_view columns) {
  return "SELECT " + std::string(columns) + " FROM " + std::string(table) +
         " WHERE id > $1 ORDER BY id LIMIT $2";
}

}  // namespace

Result<std::vector<Video>> load_videos(Transaction& tx, VideoId after, size_t limit) {
  const std::string columns = std::string(kVideoColumns) + ", like_count, view_count";
  Rows rows = SOLEIL_TRY(
      tx.query(after_and_limit("video", columns), {after.sql(), static_cast<int64_t>(limit)}));
  std::vector<Video> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back(SOLEIL_TRY(video_from(row)));
  return out;
}

Result<std::vector<Sound>> load_sounds(Transaction& tx, SoundId after, size_t limit) {
  Rows rows = SOLEIL_TRY(
      tx.query(after_and_limit("sound", "id, author_id, title, sound_key, duration_ms, created_ms"),
               {after.sql(), static_cast<int64_t>(limit)}));
  std::vector<Sound> out;
  out.reserve(rows.size());
  for (const Row& r : rows)
    out.push_back({SoundId::from_sql(r.int_at(0)), AccountId::from_sql(r.int_at(1)), r.text_at(2),
                   r.text_at(3), r.int_at(4), r.int_at(5)});
  return out;
}

Result<Account> account_from(const Row& r) {
  const auto role = parse_role(r.text_at(5));
  if (!role) return bad_row("account", r.int_at(0));
  return Account{AccountId::from_sql(r.int_at(0)),
                 r.text_at(1),
                 r.text_at(2),
                 r.text_at(3),
                 r.text_at(4),
                 *role,
                 r.int_at(6),
                 r.int_at(7),
                 r.int_at(8)};
}

Result<std::vector<Account>> load_accounts(Transaction& tx, AccountId after, size_t limit) {
  Rows rows = SOLEIL_TRY(tx.query(after_and_limit("account", kAccountColumns),
                                  {after.sql(), static_cast<int64_t>(limit)}));
  std::vector<Account> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back(SOLEIL_TRY(account_from(row)));
  return out;
}

Result<void> insert_video(Transaction& tx, const Video& video) {
  std::vector<SqlValue> values = values_of(video);
  values.emplace_back(int64_t{video.id.home()});
  std::string places;
  for (size_t i = 1; i <= values.size(); ++i) places += (i == 1 ? "$" : ", $") + std::to_string(i);
  SOLEIL_TRY(
      tx.run("INSERT INTO video (" + std::string(kVideoColumns) + ", home) VALUES (" + places + ")",
             std::move(values)));
  return insert_tags(tx, video);
}

Result<void> update_video(Transaction& tx, const Video& video) {
  std::string sets;
  size_t place = 0;
  for (std::string_view column : split(kVideoColumns, ',')) {
    if (++place == 1) continue;  // the id
    sets += (sets.empty() ? "" : ", ") + std::string(trim(column)) + " = $" + std::to_string(place);
  }
  SOLEIL_TRY(tx.run("UPDATE video SET " + sets + " WHERE id = $1", values_of(video)));
  SOLEIL_TRY(tx.run("DELETE FROM video_tag WHERE video_id = $1", {video.id.sql()}));
  return insert_tags(tx, video);
}

Result<void> delete_video(Transaction& tx, VideoId id) {
  SOLEIL_TRY(tx.run("DELETE FROM video WHERE id = $1", {id.sql()}));
  return {};
}

Result<void> insert_sound(Transaction& tx, const Sound& sound) {
  SOLEIL_TRY(
      tx.run("INSERT INTO sound (id, author_id, title, sound_key, duration_ms, created_ms) "
             "VALUES ($1, $2, $3, $4, $5, $6)",
             {sound.id.sql(), sound.author.sql(), sound.title, sound.key, sound.duration_ms,
              sound.created_ms}));
  return {};
}

Result<void> update_sound_duration(Transaction& tx, const Sound& sound) {
  SOLEIL_TRY(tx.run("UPDATE sound SET duration_ms = $2 WHERE id = $1",
                    {sound.id.sql(), sound.duration_ms}));
  return {};
}

Result<int64_t> load_views_position(Transaction& tx) {
  Rows rows = SOLEIL_TRY(tx.query("SELECT next FROM fact_position WHERE consumer = 'views'"));
  return rows.empty() ? 0 : rows[0].int_at(0);
}

Result<void> keep_views_position(Transaction& tx, int64_t next) {
  SOLEIL_TRY(
      tx.run("INSERT INTO fact_position (consumer, next) VALUES ('views', $1) "
             "ON CONFLICT (consumer) DO UPDATE SET next = excluded.next",
             {next}));
  return {};
}

}  // namespace soleil
