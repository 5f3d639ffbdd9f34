#include "platform/database/migrations.h"

#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace soleil {

namespace {

constexpr int kAttemptsMax = 20;  // while other programs migrate the same database

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

struct Progress {
  int64_t version = 0;  // known to have been reached
};

Result<void> migrate_once(Database& database, std::span<const Migration> migrations, int64_t to,
                          Progress& progress) {
  SOLEIL_TRY(database.write([](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("CREATE TABLE IF NOT EXISTS schema_version "
               "(version BIGINT PRIMARY KEY, name TEXT NOT NULL)"));
    return {};
  }));
  progress.version = SOLEIL_TRY(database.read_as(current_version));
  if (!migrations.empty() && progress.version > migrations.back().version)
    return fail(Code::conflict, "database_newer",
                "The database was written by a newer Soleil. Start that version, or a newer one.");
  for (const Migration& migration : migrations) {
    if (migration.version <= progress.version || migration.version > to) continue;
    SOLEIL_TRY(database.write([&](Transaction& tx) { return apply(tx, migration); }));
    progress.version = migration.version;
  }
  return {};
}

// Two programs may start on one database at the same moment: then the slower one's statement finds
// the faster one's tables, whatever error that makes. It is no error if the version went up.
bool has_raced(Database& database, const Error& error, const Progress& progress) {
  if (error.reason == "database_newer") return false;
  if (error.code == Code::conflict) return true;
  auto now = database.read_as(current_version);
  return now && *now > progress.version;
}

}  // namespace

Result<int64_t> migrate(Database& database, std::span<const Migration> migrations, int64_t to) {
  for (size_t i = 1; i < migrations.size(); ++i)
    SOLEIL_CHECK(migrations[i].version > migrations[i - 1].version);
  for (int attempt = 1;; ++attempt) {
    Progress progress;
    auto done = migrate_once(database, migrations, to, progress);
    if (done) return progress.version;
    if (attempt == kAttemptsMax || !has_raced(database, done.error(), progress))
      return tl::unexpected<Error>(std::move(done).error());
  }
}

}  // namespace soleil
