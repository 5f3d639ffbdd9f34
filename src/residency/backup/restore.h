// Restore: a region's data put together again from its vault, into an empty folder, and held
// against the last signed manifest: pages, files, bytes, hashes, rows. Nothing is left out unseen:
// manifests are a chain, and the head says which is the last. Blocks.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "residency/backup/backup_seal.h"
#include "residency/backup/manifest.h"
#include "residency/backup/vault.h"

namespace soleil {

struct RestoreReport {
  int64_t as_of_ms = 0;  // all that was acknowledged until then is back
  int64_t steps = 0, objects = 0, bytes = 0;
  BackupWhole whole;
  int64_t rows = 0, tables = 0;  // counted
  bool rows_signed = false;      // and the last manifest says the same, table by table
};

// conflict "not_empty"; not_found "no_backup"; denied "not_signed_by_region"; corrupt
// "backup_incomplete", "backup_not_opened", "backup_differs" with what differs.
Result<RestoreReport> restore_backup(Vault& vault, const std::string& region,
                                     const std::string& sign_key, const BackupSeal& seal,
                                     const std::string& into);

}  // namespace soleil
