// BackupShipper: brings a region's data to its vault, step by step. A generation begins with the
// whole; each step after it has what changed: pages of the database, what was appended to logs and
// uploads, files that are new or gone. A step is complete when its signed manifest is in the vault;
// a restore goes from complete step to complete step, so what is half there does not count.
//
// Within a step the database comes first and files after it: a row never lacks its file. A file
// that is gone is told with the step after, when its row is gone too. Whatever fails, the next step
// begins a new generation. Blobs lie beside the generations and are brought once.
// Not thread-safe; blocks.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "platform/database/sqlite_pages.h"
#include "residency/backup/backup_seal.h"
#include "residency/backup/batch.h"
#include "residency/backup/blob_changes.h"
#include "residency/backup/file_tree.h"
#include "residency/backup/manifest.h"
#include "residency/backup/vault.h"

namespace soleil {

struct BackupSource {
  std::string region;    // its id
  std::string folder;    // the data folder
  std::string database;  // path of the SQLite file; "" : none, or kept by PostgreSQL's own means
  BlobChanges* blobs = nullptr;  // tells which changed; none: each step looks at all of them
};

struct BackupLimits {
  size_t object_bytes_max = 4 << 20;
  int64_t generation_bytes_min = 256 << 20;         // a generation is begun anew after so much, and
  int64_t generation_times = 4;                     // after so many times what it began with
  size_t generations_kept = 2;                      // beside the present one
  int64_t blobs_kept_ms = int64_t{7} * 86'400'000;  // after their files are gone
  int tries_max = 5;                                // of the vault, with pauses
  int64_t pause_ms = 250;                           // doubled with each try
};

class BackupShipper {
 public:
  BackupShipper(BackupSource source, Vault& vault, const RegionKeys& keys, BackupSeal seal,
                const Clock& clock, Random& random, const BackupLimits& limits = {})
      : source_(std::move(source)),
        vault_(vault),
        keys_(keys),
        seal_(std::move(seal)),
        clock_(clock),
        random_(random),
        limits_(limits) {}

  Result<void> step();
  int64_t as_of_ms() const { return as_of_ms_; }  // all until then is in the vault; 0: nothing
  int64_t steps() const { return step_; }
  int64_t read_back_ms() const { return read_back_ms_; }  // last opened an object; 0: never
  const BackupWhole& whole() const { return whole_; }

 private:
  Result<void> take_step();
  Result<void> begin_generation();
  Result<void> add(const BackupRecord& record);
  Result<void> flush();
  Result<void> put(const std::string& name, const std::string& bytes);
  Result<void> add_database();
  void count_page(uint32_t number, std::string_view bytes);
  using Look = std::map<std::string, std::optional<SeenFile>>;  // nullopt: it is not there
  Result<Look> look_again();
  FileTree& tree_of(std::string_view path);
  Result<void> add_files();
  Result<void> add_file(const std::string& path, const SeenFile* before, const SeenFile& now);
  Result<void> add_blob(const std::string& path, const SeenFile* before, const SeenFile& now);
  Result<void> add_removed(const std::string& path);
  void count_file(const std::string& path, const SeenFile* before, const SeenFile* now);
  Result<void> finish(int64_t at_ms);
  Result<void> read_back();
  Result<void> drop_old();
  Result<void> drop_blobs();
  std::string blob_object(const std::string& path, const SeenFile& file) const;

  const BackupSource source_;
  Vault& vault_;
  const RegionKeys& keys_;
  const BackupSeal seal_;
  const Clock& clock_;
  Random& random_;
  const BackupLimits limits_;

  bool anew_ = true;
  std::string generation_, before_;
  int64_t step_ = 0, as_of_ms_ = 0, read_back_ms_ = 0, base_bytes_ = 0, bytes_ = 0;
  std::unique_ptr<SqlitePages> pages_;
  std::vector<SetHash::Member> page_members_;
  SetHash database_hash_, files_hash_;
  BackupWhole whole_;
  FileTree files_, blobs_;                     // as they are in the vault
  std::set<std::string> missing_;              // gone at the last look
  std::set<std::string> blobs_there_;          // objects in the vault, known once asked
  std::map<std::string, int64_t> blobs_gone_;  // objects nobody needs, since when
  bool blobs_known_ = false;
  std::string batch_;
  std::vector<BackupObject> objects_;
};

}  // namespace soleil
