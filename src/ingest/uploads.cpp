#include "ingest/uploads.h"

#include <algorithm>

#include "base/text.h"
#include "ingest/sniff.h"

namespace soleil {
namespace {

constexpr int64_t kYoungMs = 60'000;
constexpr std::string_view kKinds[] = {"whole", "partial", "final"};

UploadKind parse_kind(const std::string& name) {
  return name == "whole"     ? UploadKind::whole
         : name == "partial" ? UploadKind::partial
                             : UploadKind::final;
}

std::string megabytes(int64_t bytes) {
  return std::to_string(bytes / 1'000'000) + " MB";
}

tl::unexpected<Error> no_such_upload() {
  return fail(Code::not_found, "no_such_upload",
              "This upload does not exist any more. Start again with the same file.");
}

}  // namespace

Uploads::Uploads(Database& database, Catalog& catalog, KeyRing& ring, BlobStore& blobs,
                 JobQueue& jobs, StagingArea staging, const Clock& clock, IdMaker& ids, Log& log,
                 const IngestLimits& limits)
    : database_(database),
      catalog_(catalog),
      ring_(ring),
      blobs_(blobs),
      jobs_(jobs),
      staging_(std::move(staging)),
      clock_(clock),
      ids_(ids),
      log_(log),
      limits_(limits) {}

std::string Uploads::source_key(const Upload& upload) const {
  return "personal/source/" + upload.account.text() + "/" + upload.source_sha256;
}

// ---- rows
// ------------------------------------------------------------------------------------------

Result<std::vector<Upload>> Uploads::select(std::string_view where,
                                            std::vector<SqlValue> parameters) {
  const std::string sql =
      "SELECT id, account_id, video_id, kind, state, length, filename, source_sha256, expires_ms "
      "FROM personal_upload WHERE " +
      std::string(where) + " ORDER BY id";
  const Rows rows =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return tx.query(sql, parameters); }));
  std::vector<Upload> out;
  for (const Row& row : rows) {
    Upload upload{UploadId::from_sql(row.int_at(0)),
                  AccountId::from_sql(row.int_at(1)),
                  VideoId::from_sql(row.int_at(2)),
                  parse_kind(row.text_at(3)),
                  row.text_at(4) != "open",
                  row.int_at(5),
                  0,
                  row.text_at(6),
                  row.text_at(7),
                  row.int_at(8)};
    const auto size =
        upload.complete ? Result<int64_t>(upload.length) : staging_.size(upload.id.text());
    upload.offset = size.value_or(0);
    out.push_back(std::move(upload));
  }
  return out;
}

Result<Upload> Uploads::find(AccountId account, UploadId id) {
  std::lock_guard upload_lock(lock_of(id));
  return find_locked(account, id);
}

Result<Upload> Uploads::find_locked(AccountId account, UploadId id) {
  auto rows = SOLEIL_TRY(select("id = $1 AND account_id = $2", {id.sql(), account.sql()}));
  if (rows.empty()) return no_such_upload();
  if (rows[0].expires_ms < clock_.now_ms() && !rows[0].complete)
    return fail(Code::not_found, "upload_expired",
                "This upload has expired. Start again with the same file.");
  Upload& upload = rows[0];
  const bool has_all = upload.offset == upload.length || !upload.source_sha256.empty();
  // All bytes came, and what follows was cut short by a failure: go on.
  if (!upload.complete && upload.kind != UploadKind::partial && has_all) SOLEIL_TRY(resume(upload));
  return upload;
}

Result<std::vector<Upload>> Uploads::unfinished(AccountId account) {
  auto out =
      SOLEIL_TRY(select("account_id = $1 AND state = 'open' AND kind = 'whole'", {account.sql()}));
  for (Upload& upload : out)
    upload.filename =
        SOLEIL_TRY(ring_.open(viewer_of(account), DataClass::uploads, upload.filename));
  return out;
}

Result<Upload> Uploads::insert(AccountId account, const UploadDraft& draft, VideoId video) {
  Upload upload{ids_.make<UploadId>(),
                account,
                video,
                draft.kind,
                false,
                draft.length,
                0,
                std::string(utf8_prefix(draft.filename, 255)),
                "",
                clock_.now_ms() + limits_.expire_ms};
  const std::string sealed =
      SOLEIL_TRY(ring_.seal(viewer_of(account), DataClass::uploads, upload.filename));
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run(
        "INSERT INTO personal_upload (id, account_id, video_id, kind, state, length, filename, "
        "created_ms, expires_ms) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8)",
        {upload.id.sql(), account.sql(), video.sql(),
         std::string(kKinds[static_cast<size_t>(draft.kind)]), draft.length, sealed,
         clock_.now_ms(), upload.expires_ms});
  }));
  return upload;
}

Result<void> Uploads::touch(const Upload& upload) {
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("UPDATE personal_upload SET expires_ms = $2 WHERE id = $1",
                  {upload.id.sql(), clock_.now_ms() + limits_.expire_ms});
  }));
  return {};
}

// ---- create
// ----------------------------------------------------------------------------------------

Result<void> Uploads::check_room(AccountId account, int64_t length) {
  const auto row = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT COALESCE(SUM(length), 0), "
        "COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0), "
        "(SELECT COALESCE(SUM(length), 0) FROM personal_upload WHERE state = 'open') "
        "FROM personal_upload WHERE account_id = $1 AND state <> 'joined'",
        {account.sql()});
  }));
  const int64_t used = row[0].int_at(0), open = row[0].int_at(1), promised = row[0].int_at(2);
  if (open >= limits_.open_uploads_max)
    return fail(Code::too_large, "too_many_uploads",
                "You have " + std::to_string(open) +
                    " unfinished uploads. Finish or cancel one of them first.");
  if (used + length > limits_.quota_bytes_max)
    return fail(Code::too_large, "quota_full",
                "This file needs " + megabytes(length) + ", and you have " +
                    megabytes(std::max<int64_t>(0, limits_.quota_bytes_max - used)) + " of " +
                    megabytes(limits_.quota_bytes_max) +
                    " left. Delete videos that you don't need.");
  const int64_t free = SOLEIL_TRY(blobs_.free_bytes());
  const auto needed = static_cast<int64_t>(static_cast<double>(promised + length) *
                                           (1 + limits_.processing_space_ratio));
  if (free - needed < limits_.disk_floor_bytes)
    return fail(Code::unavailable, "disk_full",
                "The server has too little free space for this file. Nothing was stored. Try later "
                "or tell the operator.");
  return {};
}

Result<Upload> Uploads::create(AccountId account, const UploadDraft& draft) {
  if (draft.kind == UploadKind::final) return join(account, draft);
  if (draft.length == 0)
    return fail(Code::invalid, "empty_file", "This file has no bytes. Choose another one.");
  if (draft.length > limits_.upload_bytes_max)
    return fail(Code::too_large, "file_too_large",
                "This file has " + megabytes(draft.length) + "; at most " +
                    megabytes(limits_.upload_bytes_max) +
                    " are taken. Make it shorter or smaller.");
  SOLEIL_TRY(check_room(account, draft.length));
  VideoId video;
  if (draft.kind == UploadKind::whole)
    video = SOLEIL_TRY(catalog_.begin_upload(account, draft.video))->id;
  Upload upload = SOLEIL_TRY(insert(account, draft, video));
  SOLEIL_TRY(staging_.create(upload.id.text()));
  return upload;
}

Result<Upload> Uploads::join(AccountId account, const UploadDraft& draft) {
  UploadDraft whole = draft;
  std::vector<Upload> parts;
  std::vector<std::string> names;
  whole.length = 0;
  for (const UploadId id : draft.parts) {
    Upload part = SOLEIL_TRY(find(account, id));
    if (part.kind != UploadKind::partial || part.offset != part.length)
      return fail(Code::conflict, "part_unfinished",
                  "A part of this upload is not complete. Send the rest of it, then join again.");
    whole.length += part.length;
    names.push_back(id.text());
    parts.push_back(std::move(part));
  }
  if (whole.length > limits_.upload_bytes_max)
    return fail(Code::too_large, "file_too_large", "The joined file is larger than the limit.");
  if (!looks_like_video(SOLEIL_TRY(staging_.read_head(names[0], kSniffBytes))))
    return fail(Code::invalid, "not_a_video", "This file is not a video that Soleil can read.");
  SOLEIL_TRY(check_room(account, whole.length));
  const VideoId video = SOLEIL_TRY(catalog_.begin_upload(account, draft.video))->id;
  Upload upload = SOLEIL_TRY(insert(account, whole, video));
  SOLEIL_TRY(staging_.join(upload.id.text(), names));
  upload.offset = upload.length;
  SOLEIL_TRY(complete(upload));
  for (const Upload& part : parts) SOLEIL_TRY(discard(part));
  return upload;
}

// ---- append
// ----------------------------------------------------------------------------------------

std::mutex& Uploads::lock_of(UploadId id) {
  return locks_[std::hash<UploadId>()(id) % locks_.size()];
}

bool Uploads::is_newest(UploadId id, uint64_t generation) {
  std::lock_guard lock(mutex_);
  const auto found = generations_.find(id);
  return found != generations_.end() && found->second == generation;
}

Result<std::unique_ptr<UploadAppend>> Uploads::append(AccountId account, UploadId id,
                                                      int64_t offset,
                                                      std::optional<TusChecksum> checksum) {
  std::lock_guard upload_lock(lock_of(id));
  Upload upload = SOLEIL_TRY(find_locked(account, id));
  uint64_t generation;
  {
    std::lock_guard lock(mutex_);
    generation = ++generations_[id];
  }
  if (upload.complete)
    return fail(Code::conflict, "already_complete", "This upload is complete already.");
  if (offset != upload.offset)
    return fail(Code::conflict, "offset_mismatch",
                "The server has " + std::to_string(upload.offset) +
                    " bytes of this upload. Go on from there.");
  if (checksum) SOLEIL_TRY(staging_.mark(id.text(), offset));
  return std::make_unique<UploadAppend>(*this, std::move(upload), std::move(checksum), generation);
}

Result<void> Uploads::complete(Upload& upload) {
  if (upload.kind == UploadKind::partial) return {};  // stays open until it is joined
  upload.source_sha256 = hex_encode(SOLEIL_TRY(staging_.sha256_of(upload.id.text())));
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("UPDATE personal_upload SET source_sha256 = $2 WHERE id = $1",
                  {upload.id.sql(), upload.source_sha256});
  }));
  const std::string key = source_key(upload);
  if (blobs_.stat(key)) {
    SOLEIL_TRY(staging_.remove(upload.id.text()));
  } else {
    SOLEIL_TRY(blobs_.adopt(key, staging_.path(upload.id.text())));
  }
  return settle(upload);
}

Result<void> Uploads::resume(Upload& upload) {
  const bool adopted = !upload.source_sha256.empty() && blobs_.stat(source_key(upload));
  if (!adopted) return complete(upload);
  SOLEIL_TRY(staging_.remove(upload.id.text()));
  upload.offset = upload.length;
  return settle(upload);
}

// The bytes are in the blob store: tell the catalogue and put the job.
Result<void> Uploads::settle(Upload& upload) {
  const auto video = catalog_.find(upload.video);
  if (video && video->state == VideoState::uploading)
    SOLEIL_TRY(catalog_.uploaded(upload.video, source_key(upload), upload.source_sha256));
  SOLEIL_TRY(jobs_.put(kProcessVideoJob, upload.video.text(), "{}", upload.account.text()));
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("UPDATE personal_upload SET state = 'complete' WHERE id = $1", {upload.id.sql()});
  }));
  upload.complete = true;
  std::lock_guard lock(mutex_);
  generations_.erase(upload.id);
  return {};
}

// ---- end of life ----------------------------------------------------------------------------

// The row goes first: without it the rest is a stray that sweep() finds, with it and no file the
// client would be told to go on with what is not there.
Result<void> Uploads::discard(const Upload& upload) {
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_upload WHERE id = $1", {upload.id.sql()});
  }));
  SOLEIL_TRY(staging_.remove(upload.id.text()));
  if (const auto video = catalog_.find(upload.video);
      video && video->state == VideoState::uploading)
    SOLEIL_TRY(catalog_.erase(upload.video));
  std::lock_guard lock(mutex_);
  generations_.erase(upload.id);
  return {};
}

Result<void> Uploads::terminate(AccountId account, UploadId id) {
  std::lock_guard upload_lock(lock_of(id));
  const Upload upload = SOLEIL_TRY(find_locked(account, id));
  if (upload.complete)
    return fail(Code::conflict, "already_complete",
                "This upload is complete. Delete its video instead.");
  return discard(upload);
}

Result<void> Uploads::recover() {
  std::unordered_set<VideoId> awaited;
  for (Upload& upload : SOLEIL_TRY(select("state = 'open'", {}))) {
    const bool adopted = !upload.source_sha256.empty() && blobs_.stat(source_key(upload));
    const auto size = staging_.size(upload.id.text());
    awaited.insert(upload.video);
    if (adopted) {
      SOLEIL_TRY(resume(upload));
    } else if (!size && size.error().code == Code::not_found) {
      SOLEIL_TRY(discard(upload));  // cut short while it was made: nobody was told of it
    } else if (upload.offset == upload.length && upload.kind != UploadKind::partial) {
      SOLEIL_TRY(complete(upload));
    }
  }
  SOLEIL_TRY(sweep_strays(INT64_MAX));  // nobody is served yet: nothing is in the making
  return recover_videos(awaited);
}

std::vector<VideoPtr> Uploads::unfinished_videos() const {
  std::vector<VideoPtr> out;
  catalog_.each([&](const VideoPtr& video) {
    const bool processed = video->state != VideoState::uploading &&
                           video->state != VideoState::processing && video->progress >= 100;
    if (!processed) out.push_back(video);
  });
  return out;
}

Result<void> Uploads::recover_videos(const std::unordered_set<VideoId>& awaited) {
  for (const auto& video : unfinished_videos()) {
    if (video->state == VideoState::uploading && !awaited.contains(video->id))
      SOLEIL_TRY(catalog_.erase(video->id));  // cut short before its upload was made
    const bool unfinished = video->state == VideoState::processing ||
                            (video->state == VideoState::published && video->progress < 100);
    if (unfinished)
      SOLEIL_TRY(jobs_.put(kProcessVideoJob, video->id.text(), "{}", video->author.text()));
  }
  return {};
}

Result<int64_t> Uploads::sweep() {
  int64_t gone = 0;
  for (const Upload& upload :
       SOLEIL_TRY(select("state = 'open' AND expires_ms < $1", {clock_.now_ms()}))) {
    SOLEIL_TRY(discard(upload));
    ++gone;
  }
  gone += SOLEIL_TRY(sweep_strays(clock_.now_ms() - kYoungMs));
  if (gone) log_.info("uploads_swept", {{"count", gone}});
  return gone;
}

// Files and videos whose upload has no row (any more). Younger ones may be in the making.
Result<int64_t> Uploads::sweep_strays(int64_t young_ms) {
  int64_t gone = 0;
  for (const std::string& name : SOLEIL_TRY(staging_.names())) {
    const auto id = UploadId::parse(name);
    if (id && id_time_ms(id->value) > young_ms) continue;
    if (id && !SOLEIL_TRY(select("id = $1", {id->sql()})).empty()) continue;
    SOLEIL_TRY(staging_.remove(name));
    ++gone;
  }
  for (const auto& video : unfinished_videos()) {
    if (video->state != VideoState::uploading || id_time_ms(video->id.value) > young_ms) continue;
    if (!SOLEIL_TRY(select("video_id = $1", {video->id.sql()})).empty()) continue;
    SOLEIL_TRY(catalog_.erase(video->id));
    ++gone;
  }
  return gone;
}

}  // namespace soleil
