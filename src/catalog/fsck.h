// Fsck: does what is stored fit together? Rows against blobs, uploads against their files,
// unfinished videos against jobs, counters against what they count, and whether every fact can
// still be read. docs/storage.md lists the findings. It reads everything once, in pages; nothing is
// changed but by repair(). Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "model/id.h"
#include "platform/blob/blob.h"
#include "platform/blob/staging.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"
#include "platform/queue/job_queue.h"

namespace soleil {

struct FsckFinding {
  std::string what;                      // stable: "blob_without_row"
  std::string subject;                   // a blob key or prefix, an id, a topic
  std::string remedy;                    // what repair() would do, in words; "": nothing it can
  std::function<Result<void>()> repair;  // set where there is a remedy
};

struct FsckStores {
  Database& database;
  BlobStore& blobs;
  const StagingArea& staging;
  FactLog* facts = nullptr;  // these two are missing while a server holds them: then what depends
  JobQueue* jobs = nullptr;  // on them isn't checked
};

class Fsck {
 public:
  // Blobs and files changed in the last young_ms are passed over: a running server may be about to
  // tell the database of them. 0 when none runs.
  Fsck(FsckStores stores, int64_t now_ms, int64_t young_ms)
      : stores_(stores), now_ms_(now_ms), young_ms_(young_ms) {}

  Result<std::vector<FsckFinding>> check();

 private:
  struct VideoRow {
    VideoId id;
    std::string state, media, source_key;
    int64_t media_version = 0, progress = 0;
    std::set<std::string> captions;  // keys of their blobs
    bool is_unfinished() const {
      return state == "processing" || (state == "published" && progress < 100);
    }
  };

  Result<void> load_rows();
  Result<void> check_database();
  Result<void> check_counters();
  Result<void> check_media_blobs();
  void check_media_blob(const BlobInfo& blob);
  void check_captions_of(const VideoRow& video);
  Result<void> check_source_blobs();
  Result<void> check_videos();
  Result<void> check_media_of(const VideoRow& video);
  Result<void> check_playlist(const std::string& key, std::set<std::string>& seen);
  Result<void> check_uploads();
  Result<void> check_facts();
  bool is_young(int64_t modified_ms) const { return modified_ms > now_ms_ - young_ms_; }
  Result<void> run(std::string_view sql, std::vector<SqlValue> parameters);
  Result<void> remove_all(const std::string& prefix);
  void add(std::string what, std::string subject, std::string remedy = "",
           std::function<Result<void>()> repair = {});

  const FsckStores stores_;
  const int64_t now_ms_, young_ms_;
  std::unordered_map<VideoId, VideoRow> videos_;
  std::unordered_set<std::string> sources_;  // keys that a video or an upload needs
  std::unordered_set<VideoId> uploading_;    // videos with an upload
  std::set<std::string> reported_;           // so that a folder is told once
  std::vector<FsckFinding> findings_;
};

}  // namespace soleil
