// Uploads: bytes come in, resumable, and become a video that waits for processing. What tus calls
// an upload is a row in personal_upload and a file in the staging area; the file's length is the
// offset, so an acknowledged byte can't be lost.
//
// A whole or final upload belongs to a video in state `uploading`, made with it. Complete -> the
// file becomes the blob personal/source/<account>/<sha256> (the same bytes again: no second copy),
// the video turns to `processing`, and a job "process_video" with the video's id is put. Each step
// may be repeated after a crash: recover() goes on where it stopped.
//
// Only the newest append to an upload may write: a client that reconnects takes over from its own
// hung connection. Errors: not_found (no such upload, or another person's), conflict
// "offset_mismatch", invalid "not_a_video", "empty_file", too_large "file_too_large" | "quota_full"
// | "too_many_uploads", unavailable "disk_full". Thread-safe; calls block.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "ingest/tus_headers.h"
#include "model/id.h"
#include "platform/blob/blob.h"
#include "platform/blob/staging.h"
#include "platform/database/database.h"
#include "platform/queue/job_queue.h"
#include "residency/key_ring.h"

namespace soleil {

struct IngestLimits {
  int64_t upload_bytes_max = int64_t{2} << 30;
  int64_t quota_bytes_max = int64_t{20}
                            << 30;  // a person's sources and unfinished uploads together
  int64_t open_uploads_max = 20;    // a person's unfinished uploads
  int64_t expire_ms = int64_t{7} * 86'400'000;  // since the last byte
  int64_t disk_floor_bytes = int64_t{1} << 30;  // always left free
  double processing_space_ratio = 1.5;          // renditions' bytes over the source's, set aside
};

enum class UploadKind { whole, partial, final };

struct UploadDraft {
  UploadKind kind = UploadKind::whole;
  int64_t length = 0;           // whole, partial
  std::vector<UploadId> parts;  // final
  std::string filename;
  VideoDraft video;  // whole, final
};

struct Upload {
  UploadId id;
  AccountId account;
  VideoId video;  // none for a partial one
  UploadKind kind = UploadKind::whole;
  bool complete = false;
  int64_t length = 0;
  int64_t offset = 0;
  std::string filename;       // sealed, but in what create() and unfinished() give
  std::string source_sha256;  // hex; "" until all bytes are here
  int64_t expires_ms = 0;
};

class Uploads;

// One PATCH. Destroyed unfinished: as finish(false).
class UploadAppend {
 public:
  UploadAppend(Uploads& uploads, Upload upload, std::optional<TusChecksum> checksum,
               uint64_t generation);
  ~UploadAppend();
  Result<void> write(std::string_view bytes);
  // complete: the client sent all it announced. The upload's new offset; the last byte completes
  // the upload.
  Result<Upload> finish(bool complete);

 private:
  Result<void> verify();
  Uploads& uploads_;
  Upload upload_;
  const int64_t start_;
  std::optional<TusChecksum> checksum_;
  std::string head_;  // the first bytes of the file, held back until they look like a video
  std::string digest_sha1_input_;
  Sha256 sha256_;
  uint32_t crc32c_ = 0;
  const uint64_t generation_;
  bool finished_ = false;
};

class Uploads {
 public:
  Uploads(Database& database, Catalog& catalog, KeyRing& ring, BlobStore& blobs, JobQueue& jobs,
          StagingArea staging, const Clock& clock, IdMaker& ids, Log& log,
          const IngestLimits& limits);

  Result<Upload> create(AccountId account, const UploadDraft& draft);
  Result<Upload> find(AccountId account, UploadId id);
  Result<std::vector<Upload>> unfinished(AccountId account);
  Result<std::unique_ptr<UploadAppend>> append(AccountId account, UploadId id, int64_t offset,
                                               std::optional<TusChecksum> checksum);
  Result<void> terminate(AccountId account, UploadId id);

  Result<void> recover();   // at start: finishes what a crash interrupted, puts lost jobs again
  Result<int64_t> sweep();  // expired uploads and files without a row; how many went
  const IngestLimits& limits() const { return limits_; }

 private:
  friend class UploadAppend;
  Result<void> check_room(AccountId account, int64_t length);
  Result<Upload> join(AccountId account, const UploadDraft& draft);
  Result<Upload> insert(AccountId account, const UploadDraft& draft, VideoId video);
  Result<std::vector<Upload>> select(std::string_view where, std::vector<SqlValue> parameters);
  Result<Upload> find_locked(AccountId account, UploadId id);
  Result<void> complete(Upload& upload);
  Result<void> resume(Upload& upload);
  Result<void> settle(Upload& upload);
  Result<void> discard(const Upload& upload);
  Result<int64_t> sweep_strays(int64_t young_ms);
  Result<void> recover_videos(const std::unordered_set<VideoId>& awaited);
  std::vector<VideoPtr> unfinished_videos() const;
  Result<void> touch(const Upload& upload);
  bool is_newest(UploadId id, uint64_t generation);
  std::mutex& lock_of(UploadId id);
  std::string source_key(const Upload& upload) const;

  Database& database_;
  Catalog& catalog_;
  KeyRing& ring_;
  BlobStore& blobs_;
  JobQueue& jobs_;
  const StagingArea staging_;
  const Clock& clock_;
  IdMaker& ids_;
  Log& log_;
  const IngestLimits limits_;

  std::array<std::mutex, 64> locks_;                    // by hash of the upload's id
  std::mutex mutex_;                                    // guards generations_
  std::unordered_map<UploadId, uint64_t> generations_;  // of the newest append of an open upload
};

}  // namespace soleil
