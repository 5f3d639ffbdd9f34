#include "catalog/fsck.h"

#include "base/text.h"
#include "model/fact.h"
#include "model/media.h"
#include "model/video.h"

namespace soleil {

namespace {

constexpr size_t kPage = 5'000;
constexpr int64_t kPlaylistBytesMax = 4 << 20;
// Old renditions are swept when nobody can be watching them any more; what is older was missed.
constexpr int64_t kOldVersionMs = 3'600'000;
using NoCaptions = std::vector<CaptionTrack>;

// The files a playlist names, relative to it.
std::vector<std::string> uris_of(std::string_view playlist) {
  constexpr std::string_view kAttribute = "URI=\"";
  std::vector<std::string> out;
  for (std::string_view line : split(playlist, '\n')) {
    line = trim(line);
    if (line.empty()) continue;
    if (line[0] != '#') {
      out.emplace_back(line);
      continue;
    }
    const size_t start = line.find(kAttribute);
    if (start == std::string_view::npos) continue;
    line.remove_prefix(start + kAttribute.size());
    out.emplace_back(line.substr(0, line.find('"')));
  }
  return out;
}

}  // namespace

void Fsck::add(std::string what, std::string subject, std::string remedy,
               std::function<Result<void>()> repair) {
  if (!reported_.insert(what + " " + subject).second) return;
  findings_.push_back({std::move(what), std::move(subject), std::move(remedy), std::move(repair)});
}

Result<void> Fsck::run(std::string_view sql, std::vector<SqlValue> parameters) {
  return stores_.database.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run(sql, parameters));
    return {};
  });
}

Result<void> Fsck::remove_all(const std::string& prefix) {
  for (;;) {
    const auto page = SOLEIL_TRY(stores_.blobs.list(prefix));
    if (page.empty()) return {};
    for (const BlobInfo& blob : page) SOLEIL_TRY(stores_.blobs.remove(blob.key));
  }
}

Result<std::vector<FsckFinding>> Fsck::check() {
  SOLEIL_TRY(check_database());
  SOLEIL_TRY(load_rows());
  SOLEIL_TRY(check_uploads());
  SOLEIL_TRY(check_videos());
  SOLEIL_TRY(check_media_blobs());
  SOLEIL_TRY(check_source_blobs());
  SOLEIL_TRY(check_counters());
  SOLEIL_TRY(check_facts());
  return std::move(findings_);
}

Result<void> Fsck::check_database() {
  if (stores_.database.dialect() != "sqlite") return {};  // PostgreSQL: pg_amcheck, checksums
  return stores_.database.read([&](Transaction& tx) -> Result<void> {
    const Rows pages = SOLEIL_TRY(tx.query("SELECT integrity_check FROM pragma_integrity_check"));
    for (const Row& row : pages)
      if (row.text_at(0) != "ok") add("database_damaged", row.text_at(0));
    const Rows keys =
        SOLEIL_TRY(tx.query("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check"));
    for (const Row& row : keys) add("row_without_parent", row.text_at(0));
    return {};
  });
}

Result<void> Fsck::load_rows() {
  for (int64_t after = -1;;) {
    const Rows rows = SOLEIL_TRY(stores_.database.read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT id, state, media, source_key, media_version, progress, captions FROM video "
          "WHERE id > $1 ORDER BY id LIMIT $2",
          {after, static_cast<int64_t>(kPage)});
    }));
    for (const Row& row : rows) {
      VideoRow video{VideoId::from_sql(row.int_at(0)),
                     row.text_at(1),
                     row.text_at(2),
                     row.text_at(3),
                     row.int_at(4),
                     row.int_at(5)};
      for (const CaptionTrack& track : decode_captions(row.text_at(6)).value_or(NoCaptions{}))
        video.captions.insert(video_folder(video.id) + caption_file(track));
      if (!video.source_key.empty()) sources_.insert(video.source_key);
      videos_[video.id] = std::move(video);
    }
    if (rows.size() < kPage) return {};
    after = rows.back().int_at(0);
  }
}

// ---- uploads ------------------------------------------------------------------------------------

Result<void> Fsck::check_uploads() {
  const Rows rows = SOLEIL_TRY(stores_.database.read_as([](Transaction& tx) {
    return tx.query(
        "SELECT id, account_id, video_id, kind, source_sha256 FROM personal_upload "
        "WHERE state = 'open' ORDER BY id");
  }));
  std::unordered_set<std::string> open;
  for (const Row& row : rows) {
    const UploadId id = UploadId::from_sql(row.int_at(0));
    const VideoId video = VideoId::from_sql(row.int_at(2));
    open.insert(id.text());
    if (video) uploading_.insert(video);
    const std::string source =
        "personal/source/" + AccountId::from_sql(row.int_at(1)).text() + "/" + row.text_at(4);
    if (!row.text_at(4).empty()) sources_.insert(source);
    const bool adopted = !row.text_at(4).empty() && stores_.blobs.stat(source);
    if (adopted || stores_.staging.size(id.text()) || is_young(id_time_ms(id.value))) continue;
    add("upload_without_file", id.text(), "forget the upload; it has to be sent again",
        [this, id] { return run("DELETE FROM personal_upload WHERE id = $1", {id.sql()}); });
  }
  for (const std::string& name : SOLEIL_TRY(stores_.staging.names())) {
    const auto id = UploadId::parse(name);
    if (open.contains(name) || (id && is_young(id_time_ms(id->value)))) continue;
    add("file_without_upload", name, "remove the file",
        [this, name] { return stores_.staging.remove(name); });
  }
  return {};
}

// ---- videos -------------------------------------------------------------------------------------

Result<void> Fsck::check_videos() {
  for (const auto& [id, video] : videos_) {
    if (video.state == "uploading" && !uploading_.contains(id) && !is_young(id_time_ms(id.value)))
      add("video_without_upload", id.text(), "remove the row",
          [this, id = id] { return run("DELETE FROM video WHERE id = $1", {id.sql()}); });
    if (video.is_unfinished() && !stores_.blobs.stat(video.source_key))
      add("source_missing", id.text());
    if (video.is_unfinished() && stores_.jobs && !stores_.jobs->holds(kProcessVideoJob, id.text()))
      add("video_without_job", id.text(), "put the job",
          [this, id = id] { return stores_.jobs->put(kProcessVideoJob, id.text(), "{}", ""); });
    // Published without a source: another region's. Its files are there, some of them here too.
    if (video.state == "published" && video.source_key.empty()) continue;
    if (video.state != "refused" && video.state != "removed") check_captions_of(video);
    const bool is_changing = video.is_unfinished() && !stores_.jobs;  // under a running server
    if (video.state == "published" && !is_changing)
      SOLEIL_TRY(check_media_of(video));
  }
  return {};
}

Result<void> Fsck::check_media_of(const VideoRow& video) {
  const auto media = decode_media(video.media);
  if (!media) {
    add("media_unreadable", video.id.text());
    return {};
  }
  const std::string folder = media_folder(video.id, video.media_version);
  std::vector<std::string> names{media->poster, media->preview, media->mp4, media->audio};
  if (media->storyboard) names.push_back(media->storyboard->image);
  for (const std::string& name : names)
    if (!name.empty() && !stores_.blobs.stat(folder + name)) add("media_missing", folder + name);
  std::set<std::string> seen;
  SOLEIL_TRY(check_playlist(folder + media->master, seen));
  if (media->complete)
    for (const Rendition& rendition : media->renditions)
      SOLEIL_TRY(check_playlist(folder + rendition.playlist, seen));
  return {};
}

void Fsck::check_captions_of(const VideoRow& video) {
  for (const std::string& key : video.captions)
    if (!stores_.blobs.stat(key)) add("media_missing", key);
}

Result<void> Fsck::check_playlist(const std::string& key, std::set<std::string>& seen) {
  if (!seen.insert(key).second) return {};
  const auto playlist = stores_.blobs.get(key, kPlaylistBytesMax);
  if (!playlist) {
    add("media_missing", key);
    return {};
  }
  const std::string folder = key.substr(0, key.rfind('/') + 1);
  for (const std::string& uri : uris_of(*playlist)) {
    const std::string named = folder + uri;
    if (uri.ends_with(".m3u8"))
      SOLEIL_TRY(check_playlist(named, seen));
    else if (seen.insert(named).second && !stores_.blobs.stat(named))
      add("media_missing", named);
  }
  return {};
}

// ---- blobs --------------------------------------------------------------------------------------

Result<void> Fsck::check_media_blobs() {
  for (std::string after;;) {
    const auto page = SOLEIL_TRY(stores_.blobs.list("public/video/", after, kPage));
    for (const BlobInfo& blob : page) check_media_blob(blob);
    if (page.size() < kPage) return {};
    after = page.back().key;
  }
}

void Fsck::check_media_blob(const BlobInfo& blob) {
  if (is_young(blob.modified_ms)) return;
  const auto parts = split(blob.key, '/');  // public/video/<id>/<version>/<name>
  const auto id = parts.size() >= 5 ? VideoId::parse(parts[2]) : std::nullopt;
  auto row = id ? videos_.find(*id) : videos_.end();
  if (row == videos_.end()) {
    const std::string prefix = id ? "public/video/" + id->text() + "/" : blob.key;
    return add("blob_without_row", prefix, "remove the blobs",
               [this, prefix] { return remove_all(prefix); });
  }
  const VideoRow& video = row->second;
  if (blob.key.starts_with(video_folder(*id) + std::string(kCaptionsFolder))) {
    if (!video.captions.contains(blob.key))
      add("blob_without_row", blob.key, "remove the blob",
          [this, key = blob.key] { return stores_.blobs.remove(key); });
    return;
  }
  const bool is_old = parts[3] != std::to_string(video.media_version);
  if (!is_old || video.is_unfinished() || blob.modified_ms > now_ms_ - kOldVersionMs) return;
  const std::string prefix = "public/video/" + id->text() + "/" + std::string(parts[3]) + "/";
  add("old_version", prefix, "remove the blobs", [this, prefix] { return remove_all(prefix); });
}

Result<void> Fsck::check_source_blobs() {
  for (std::string after;;) {
    const auto page = SOLEIL_TRY(stores_.blobs.list("personal/source/", after, kPage));
    for (const BlobInfo& blob : page)
      if (!sources_.contains(blob.key) && !is_young(blob.modified_ms))
        add("blob_without_row", blob.key, "remove the blob",
            [this, key = blob.key] { return stores_.blobs.remove(key); });
    if (page.size() < kPage) return {};
    after = page.back().key;
  }
}

// ---- counters and facts -------------------------------------------------------------------------

Result<void> Fsck::check_counters() {
  struct Counter {
    const char* what;
    const char* table;
    const char* column;
    const char* count;
  };
  constexpr Counter kCounters[] = {
      {"like_count_wrong", "video", "like_count",
       "(SELECT COUNT(*) FROM personal_like WHERE video_id = video.id)"},
      {"follower_count_wrong", "account", "follower_count",
       "(SELECT COUNT(*) FROM personal_follow WHERE followee_id = account.id)"},
      {"following_count_wrong", "account", "following_count",
       "(SELECT COUNT(*) FROM personal_follow WHERE follower_id = account.id)"}};
  for (const Counter& c : kCounters) {
    const std::string table = c.table, column = c.column, count = c.count;
    const Rows rows = SOLEIL_TRY(stores_.database.read_as([&](Transaction& tx) {
      return tx.query("SELECT id FROM " + table + " WHERE " + column + " <> " + count +
                      " ORDER BY id LIMIT 1000");
    }));
    for (const Row& row : rows) {
      const std::string sql =
          "UPDATE " + table + " SET " + column + " = " + count + " WHERE id = $1";
      const int64_t id = row.int_at(0);
      add(c.what, id_text(static_cast<uint64_t>(id)), "count again",
          [this, sql, id] { return run(sql, {id}); });
    }
  }
  return {};
}

Result<void> Fsck::check_facts() {
  if (!stores_.facts) return {};
  for (const std::string_view topic : {kWatchTopic, kCatalogTopic}) {
    for (int64_t next = 0;;) {
      const auto records = stores_.facts->read(topic, next, kPage);
      if (!records) {
        add("facts_damaged", std::string(topic) + ": " + records.error().what);
        break;
      }
      if (records->empty()) break;
      next = records->back().offset + 1;
    }
  }
  return {};
}

}  // namespace soleil
