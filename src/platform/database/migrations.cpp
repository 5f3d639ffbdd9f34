#include "platform/database/migrations.h"

#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace soleil {

namespace {

constexpr int kAttemptsMax = 5;  // two programs may start on one database at the same moment

std::vector<std::string> statements_of(std::string_view sql) {
  std::vector<std::string> statements;
  std::string current;
  for (std::string_view line : split(sql, '\n')) {
    const std::string_view words = trim(line);
    if (words.empty() || words.starts_with("--")) continue;
    current.append(line).append("\n");
    if (!words.ends_with(';')) continue;
    statements.push_back(std::move(current));
    current.clear();
  }
  SOLEIL_CHECK(current.empty());  // the last statement lacks its ';'
  return statements;
}

Result<int64_t> current_version(Transaction& tx) {
  Rows rows = SOLEIL_TRY(tx.query("SELECT COALESCE(MAX(version), 0) FROM schema_version"));
  return rows.at(0).int_at(0);
}

Result<void> apply(Transaction& tx, const Migration& migration) {
  if (SOLEIL_TRY(current_version(tx)) >= migration.version) return {};  // another program did it
  for (const std::string& statement : statements_of(migration.sql)) SOLEIL_TRY(tx.run(statement));
  SOLEIL_TRY(tx.run("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                    {migration.version, std::string(migration.name)}));
  return {};
}

Result<int64_t> migrate_once(Database& database, std::span<const Migration> migrations,
                             int64_t to) {
  SOLEIL_TRY(database.write([](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("CREATE TABLE IF NOT EXISTS schema_version "
               "(version BIGINT PRIMARY KEY, name TEXT NOT NULL)"));
    return {};
  }));
  const int64_t found = SOLEIL_TRY(database.read_as(current_version));
  if (!migrations.empty() && found > migrations.back().version)
    return fail(Code::conflict, "database_newer",
                "The database was written by a newer Soleil. Start that version, or a newer one.");
  int64_t version = found;
  for (const Migration& migration : migrations) {
    if (migration.version <= found || migration.version > to) continue;
    SOLEIL_CHECK(migration.version > version);  // numbered in order
    SOLEIL_TRY(database.write([&](Transaction& tx) { return apply(tx, migration); }));
    version = migration.version;
  }
  return version;
}

}  // namespace

Result<int64_t> migrate(Database& database, std::span<const Migration> migrations, int64_t to) {
  for (int attempt = 1;; ++attempt) {
    auto version = migrate_once(database, migrations, to);
    const bool raced = !version && version.error().code == Code::conflict &&
                       version.error().reason != "database_newer";
    if (!raced || attempt == kAttemptsMax) return version;
  }
}

}  // namespace soleil
