#include "catalog/stored_catalog.h"

#include <algorithm>

#include "base/check.h"
#include "catalog/rows.h"

namespace soleil {
namespace {

constexpr size_t kRowsAPage = 10'000;

tl::unexpected<Error> no_such_video() {
  return fail(Code::not_found, "no_such_video", "There is no such video.");
}

// While it is processed nobody knows its length: what lies beyond becomes its last picture.
Result<int64_t> clean_cover(int64_t cover_ms, const Video& video) {
  if (cover_ms >= -1 && (video.duration_ms == 0 || cover_ms <= video.duration_ms)) return cover_ms;
  return fail(Code::invalid, "bad_cover", "The cover's moment must lie within the video.");
}

Result<void> done(const Result<VideoPtr>& changed) {
  if (!changed) return tl::unexpected<Error>(changed.error());
  return {};
}

template <class Row, class IdType, class Load, class Put>
Result<void> load_all(Database& database, Load load, Put put) {
  for (IdType after{};;) {
    const std::vector<Row> page =
        SOLEIL_TRY(database.read_as([&](Transaction& tx) { return load(tx, after, kRowsAPage); }));
    for (const Row& row : page) put(row);
    if (page.size() < kRowsAPage) return {};
    after = page.back().id;
  }
}

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::open(Database& database, const Clock& clock, IdMaker& ids,
                                               const CatalogLimits& limits,
                                               const std::string& scratch) {
  auto cold = SOLEIL_TRY(ColdFile::open(scratch));
  auto catalog = std::make_unique<StoredCatalog>(database, clock, ids, limits, std::move(cold));
  SOLEIL_TRY(catalog->load());
  return std::unique_ptr<Catalog>(std::move(catalog));
}

std::vector<VideoPtr> Catalog::all() const {
  std::vector<VideoPtr> out;
  each([&](const VideoPtr& video) { out.push_back(video); });
  return out;
}

StoredCatalog::StoredCatalog(Database& database, const Clock& clock, IdMaker& ids,
                             const CatalogLimits& limits, std::unique_ptr<ColdFile> cold)
    : database_(database), clock_(clock), ids_(ids), limits_(limits), shelf_(std::move(cold)) {}

Result<void> StoredCatalog::need_state(const Video& video,
                                       std::initializer_list<VideoState> allowed) {
  if (std::find(allowed.begin(), allowed.end(), video.state) != allowed.end()) return {};
  return fail(
      Code::conflict, "video_is_" + std::string(state_name(video.state)),
      "The video is " + std::string(state_name(video.state)) + ": this cannot be done to it now.");
}

Result<void> StoredCatalog::load() {
  SOLEIL_TRY((load_all<Account, AccountId>(database_, load_accounts, [&](const Account& row) {
    shelf_.put_account(std::make_shared<const Account>(row));
  })));
  SOLEIL_TRY((load_all<Sound, SoundId>(database_, load_sounds,
                                       [&](const Sound& row) { shelf_.put_sound(row); })));
  return load_all<Video, VideoId>(database_, load_videos,
                                  [&](const Video& row) { shelf_.put(row); });
}

Result<Sound> StoredCatalog::sound_for(AccountId author, const VideoDraft& clean) const {
  if (!clean.sound_key.empty())
    if (SoundPtr shared = shelf_.find_sound_key(clean.sound_key)) return *shared;
  return Sound{SoundId{}, author, clean.sound_title, clean.sound_key, 0, clock_.now_ms()};
}

Result<VideoPtr> StoredCatalog::begin_upload(AccountId author, const VideoDraft& draft) {
  VideoDraft clean = draft;
  clean.title = SOLEIL_TRY(clean_title(draft.title, limits_));
  clean.tags = SOLEIL_TRY(clean_tags(draft.tags, limits_));
  clean.language = SOLEIL_TRY(clean_language(draft.language));
  clean.sound_title = SOLEIL_TRY(clean_title(draft.sound_title, limits_));
  clean.sound_key = SOLEIL_TRY(clean_title(draft.sound_key, limits_));

  std::lock_guard lock(change_mutex_);
  Sound sound = SOLEIL_TRY(sound_for(author, clean));
  const bool new_sound = !sound.id;
  if (new_sound) sound.id = ids_.make<SoundId>();
  Video video;
  video.id = ids_.make<VideoId>();
  video.author = author;
  video.sound = sound.id;
  video.title = std::move(clean.title);
  video.tags = std::move(clean.tags);
  video.language = std::move(clean.language);
  video.visibility = clean.visibility;
  video.allow = clean.allow;
  video.created_ms = video.updated_ms = clock_.now_ms();
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    if (new_sound) SOLEIL_TRY(insert_sound(tx, sound));
    return insert_video(tx, video);
  }));
  if (new_sound) shelf_.put_sound(sound);
  return shelve(std::move(video), "begun");
}

Result<VideoPtr> StoredCatalog::change(VideoId id, const Change& apply) {
  std::lock_guard lock(change_mutex_);
  const VideoPtr before = shelf_.find(id);
  if (!before) return no_such_video();
  Video after;
  std::string_view what;
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    after = *before;
    after.updated_ms = clock_.now_ms();
    what = SOLEIL_TRY(apply(tx, after));
    return what.empty() ? Result<void>() : update_video(tx, after);
  }));
  return what.empty() ? before : shelve(std::move(after), what);
}

Result<void> StoredCatalog::uploaded(VideoId id, const std::string& source_key,
                                     const std::string& source_sha256) {
  return done(change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(need_state(video, {VideoState::uploading}));
    video.state = VideoState::processing;
    video.source_key = source_key;
    video.source_sha256 = source_sha256;
    return "uploaded";
  }));
}

Result<void> StoredCatalog::set_progress(VideoId id, int percent) {
  std::lock_guard lock(change_mutex_);
  const VideoPtr before = shelf_.find(id);
  if (!before) return no_such_video();
  SOLEIL_TRY(need_state(*before, {VideoState::processing, VideoState::published}));
  Video after = *before;
  after.progress = std::clamp(percent, 0, 100);
  shelve(std::move(after), "progress");
  return {};
}

Result<void> StoredCatalog::keep_sound_duration(Transaction& tx, const Video& video,
                                                SoundPtr& out) const {
  const SoundPtr sound = shelf_.find_sound(video.sound);
  if (!sound || sound->duration_ms > 0) return {};
  Sound timed = *sound;
  timed.duration_ms = video.duration_ms;
  SOLEIL_TRY(update_sound_duration(tx, timed));
  out = std::make_shared<const Sound>(std::move(timed));
  return {};
}

Result<void> StoredCatalog::set_media(VideoId id, const std::string& media, int64_t version,
                                      int64_t duration_ms, int64_t width, int64_t height,
                                      int percent) {
  SoundPtr timed_sound;
  SOLEIL_TRY(change(id, [&](Transaction& tx, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(need_state(video, {VideoState::processing, VideoState::published}));
    const bool first = video.state == VideoState::processing;
    if (video.published_ms == 0) video.published_ms = video.updated_ms;
    video.state = VideoState::published;
    video.media = media;
    video.media_version = version;
    video.duration_ms = duration_ms;
    video.width = width;
    video.height = height;
    video.progress = std::clamp(percent, 0, 100);
    SOLEIL_TRY(keep_sound_duration(tx, video, timed_sound));
    return first ? "published" : "improved";
  }));
  if (timed_sound) shelf_.put_sound(*timed_sound);
  return {};
}

Result<void> StoredCatalog::refuse(VideoId id, std::string_view reason, std::string_view message) {
  return done(change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    // Published too: it may play from its first segments and break further on.
    SOLEIL_TRY(
        need_state(video, {VideoState::uploading, VideoState::processing, VideoState::published}));
    if (video.state == VideoState::published) ++video.media_epoch;
    video.state = VideoState::refused;
    video.refused_reason = reason;
    video.refused_message = message;
    return "refused";
  }));
}

Result<VideoPtr> StoredCatalog::edit(VideoId id, const VideoEdit& edit) {
  VideoEdit clean = edit;
  if (edit.title) clean.title = SOLEIL_TRY(clean_title(*edit.title, limits_));
  if (edit.tags) clean.tags = SOLEIL_TRY(clean_tags(*edit.tags, limits_));
  if (edit.language) clean.language = SOLEIL_TRY(clean_language(*edit.language));
  return change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(need_state(video, {VideoState::uploading, VideoState::processing,
                                  VideoState::published, VideoState::refused}));
    if (clean.title) video.title = *clean.title;
    if (clean.tags) video.tags = *clean.tags;
    if (clean.language) video.language = *clean.language;
    if (clean.allow_duet) video.allow.duet = *clean.allow_duet;
    if (clean.allow_stitch) video.allow.stitch = *clean.allow_stitch;
    if (clean.allow_sound) video.allow.sound = *clean.allow_sound;
    if (clean.cover_ms) video.cover_ms = SOLEIL_TRY(clean_cover(*clean.cover_ms, video));
    const Visibility visibility = clean.visibility.value_or(video.visibility);
    const bool hides = visibility == Visibility::only_me && video.visibility != visibility;
    if (hides) ++video.media_epoch;  // signed URLs that are out there end now
    video.visibility = visibility;
    return "edited";
  });
}

Result<void> StoredCatalog::remove(VideoId id) {
  return done(change(id, [&](Transaction& tx, Video& video) -> Result<std::string_view> {
    if (video.state == VideoState::removed) return "";
    SOLEIL_TRY(tx.run("UPDATE video SET state_before_removal = $2 WHERE id = $1",
                      {id.sql(), std::string(state_name(video.state))}));
    video.state = VideoState::removed;
    video.removed_ms = video.updated_ms;
    ++video.media_epoch;
    return "removed";
  }));
}

Result<VideoPtr> StoredCatalog::restore(VideoId id) {
  return change(id, [&](Transaction& tx, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(need_state(video, {VideoState::removed}));
    if (video.updated_ms - video.removed_ms > limits_.restore_ms_max)
      return fail(Code::conflict, "too_late_to_restore",
                  "The video was removed too long ago: it can no longer be restored.");
    Rows rows =
        SOLEIL_TRY(tx.query("SELECT state_before_removal FROM video WHERE id = $1", {id.sql()}));
    const auto before = rows.empty() ? std::nullopt : parse_state(rows[0].text_at(0));
    if (!before) return fail(Code::corrupt, "bad_row", "The video's earlier state is not known.");
    video.state = *before;
    video.removed_ms = 0;
    return "restored";
  });
}

Result<void> StoredCatalog::erase(VideoId id) {
  std::lock_guard lock(change_mutex_);
  const VideoPtr last = shelf_.find(id);
  if (!last) return no_such_video();
  SOLEIL_TRY(database_.write([&](Transaction& tx) { return delete_video(tx, id); }));
  shelf_.erase(id);
  audience_.tell({last, "erased"});
  return {};
}

Result<void> StoredCatalog::add_views(const std::vector<ViewCount>& views, int64_t next) {
  std::lock_guard lock(change_mutex_);
  std::map<VideoId, int64_t> totals;
  SOLEIL_TRY(database_.write([&](Transaction& tx) -> Result<void> {
    totals.clear();
    for (const ViewCount& view : views) {
      Rows rows = SOLEIL_TRY(tx.query(
          "UPDATE video SET view_count = view_count + $2 WHERE id = $1 RETURNING view_count",
          {view.video.sql(), view.views}));
      if (!rows.empty()) totals[view.video] = rows[0].int_at(0);
    }
    return keep_views_position(tx, next);
  }));
  for (const auto& [id, total] : totals) {
    const VideoPtr before = shelf_.find(id);
    if (!before) continue;
    Video after = *before;
    after.view_count = total;
    shelve(std::move(after), "counted");
  }
  return {};
}

Result<int64_t> StoredCatalog::views_position() const {
  return database_.read_as([](Transaction& tx) { return load_views_position(tx); });
}

void StoredCatalog::put_account(const Account& account) {
  shelf_.put_account(std::make_shared<const Account>(account));
  account_audience_.tell(account);
}

void StoredCatalog::like_count_changed(VideoId id, int64_t count) {
  std::lock_guard lock(change_mutex_);
  const VideoPtr before = shelf_.find(id);
  if (!before) return;
  Video after = *before;
  after.like_count = count;
  shelve(std::move(after), "counted");
}

VideoPtr StoredCatalog::shelve(Video video, std::string_view what) {
  auto snapshot = std::make_shared<const Video>(std::move(video));
  shelf_.put(*snapshot);
  audience_.tell({snapshot, std::string(what)});
  return snapshot;
}

std::shared_ptr<void> StoredCatalog::listen(Listener listener) {
  return audience_.join(std::move(listener));
}

std::shared_ptr<void> StoredCatalog::listen_accounts(AccountListener listener) {
  return account_audience_.join(std::move(listener));
}

}  // namespace soleil
