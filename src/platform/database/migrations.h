// Migrations: forward-only, numbered SQL files in src/platform/database/migrations/NNNN_name.sql,
// compiled in by CMake and run in order, each in one transaction together with its row in
// schema_version.
#pragma once

#include <span>
#include <string_view>

#include "platform/database/database.h"

namespace soleil {

struct Migration {
  int64_t version;
  std::string_view name;
  std::string_view sql;  // statements separated by ';' at the end of a line
};

std::span<const Migration> all_migrations();

// Brings the schema to the newest version (or `to`). Code::conflict when the database is newer than
// this program.
Result<int64_t> migrate(Database& database,
                        std::span<const Migration> migrations = all_migrations(),
                        int64_t to = INT64_MAX);

}  // namespace soleil
