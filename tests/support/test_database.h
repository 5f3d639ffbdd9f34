// Databases for tests. SqliteFile, SqliteMemory and Postgres are fixtures of one shape, for suites
// that run on each adapter; make_test_database() is for everyone else: memory, or PostgreSQL when
// SOLEIL_TEST_DATABASE_URL is set
// (`./dev test --store postgres` sets it), so that every stage's tests run on both.
#pragma once

#include <memory>
#include <string>

#include "platform/database/database.h"
#include "support/temp_folder.h"

namespace soleil {

struct SqliteMemory {
  static bool available() { return true; }
  std::unique_ptr<Database> open() const;
};

struct SqliteFile {
  static bool available() { return true; }
  std::unique_ptr<Database> open() const;  // again: another handle on the same data
  TempFolder folder;
};

struct Postgres {  // a schema of its own on the server at SOLEIL_TEST_DATABASE_URL
  static bool available();
  Postgres();
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;
  std::unique_ptr<Database> open() const;
  std::unique_ptr<Database> open_as(const std::string& role) const;
  std::string schema;
};

class TestDatabase {  // migrated to the newest schema
 public:
  TestDatabase();
  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }

 private:
  std::unique_ptr<Postgres> postgres_;
  std::unique_ptr<Database> database_;
};

}  // namespace soleil
