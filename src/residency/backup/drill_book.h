// Drills: restores for practice. What came of each is noted in the vault, sealed like the backup
// itself, so that the region sees it wherever the drill was run, and the backup region reads
// nothing of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "residency/backup/backup_seal.h"
#include "residency/backup/vault.h"

namespace soleil {

struct DrillRecord {
  int64_t at_ms = 0;                     // when it was begun
  std::vector<std::string> approved_by;  // names, as they were given
  std::string trouble;                   // reason; "": all was as the signed manifest says
  int64_t rpo_ms = 0, rto_ms = 0;        // what would have been lost; how long it took
  int64_t rows = 0, files = 0, bytes = 0;
};

inline constexpr size_t kDrillsKept = 20;

json::object drill_json(const DrillRecord& drill, bool with_names);
Result<DrillRecord> parse_drill(const json::object& said);

// Older ones than the last kDrillsKept go. Blocks.
Result<void> note_drill(Vault& vault, const BackupSeal& seal, const DrillRecord& drill);
Result<std::optional<DrillRecord>> last_drill(Vault& vault, const BackupSeal& seal);

}  // namespace soleil
