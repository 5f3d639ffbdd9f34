// Compaction: what was deleted is gone from the file, too. A database keeps deleted rows in pages
// that nobody uses; this writes it anew without them. Nobody else may use the database. Blocks.
#pragma once

#include <string>

#include "base/result.h"

namespace soleil {

// False: not done here; PostgreSQL's operator runs VACUUM FULL.
Result<bool> compact_database(const std::string& url);

}  // namespace soleil
