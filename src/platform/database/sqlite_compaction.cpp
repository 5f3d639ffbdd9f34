#include "platform/database/compaction.h"
#include "platform/database/sqlite_connection.h"

namespace soleil {

Result<bool> compact_database(const std::string& url) {
  constexpr std::string_view kSqlite = "sqlite://";
  constexpr int64_t kWaitMs = 5'000;
  if (!url.starts_with(kSqlite)) return false;
  const auto connection =
      SOLEIL_TRY(SqliteConnection::open(url.substr(kSqlite.size()), SqliteAccess::write, kWaitMs));
  SOLEIL_TRY(connection->execute_script(
      "PRAGMA secure_delete=ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
  return true;
}

}  // namespace soleil
