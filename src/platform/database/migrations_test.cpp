#include "platform/database/migrations.h"

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("migrations");

namespace {

constexpr std::array<Migration, 3> kSteps{{
    {1, "0001_pets", "-- a comment; with a semicolon;\nCREATE TABLE pet (\n  name TEXT\n);\n"},
    {2, "0002_age",
     "ALTER TABLE pet ADD COLUMN age BIGINT;\nUPDATE pet SET age = 1;\n\n"
     "INSERT INTO pet VALUES ('a;b', 2);\n"},
    {3, "0003_index", "CREATE INDEX pet_age ON pet (age);\n"},
}};
constexpr std::array<Migration, 1> kBroken{
    {{1, "0001_broken", "CREATE TABLE half (x BIGINT);\nCREATE TABLE half (x BIGINT);\n"}}};

int64_t pets(Database& database) {
  auto rows = database.read_as([](Transaction& tx) { return tx.query("SELECT name FROM pet"); });
  return rows ? static_cast<int64_t>(rows->size()) : -1;
}

}  // namespace

#define ADAPTERS SqliteMemory, SqliteFile, Postgres

TEST_CASE_TEMPLATE("from each earlier version to the newest", A, ADAPTERS) {
  if (!A::available()) return;
  for (int64_t from = 0; from <= 3; ++from) {
    A adapter;
    auto db = adapter.open();
    CHECK(migrate(*db, kSteps, from) == from);
    CHECK(migrate(*db, kSteps) == 3);
    CHECK(migrate(*db, kSteps) == 3);  // again: nothing to do
    CHECK(pets(*db) == 1);
  }
}

TEST_CASE_TEMPLATE("a migration that fails leaves nothing behind", A, ADAPTERS) {
  if (!A::available()) return;
  A adapter;
  auto db = adapter.open();
  CHECK_FALSE(migrate(*db, kBroken));
  CHECK(migrate(*db, kSteps) == 3);
  auto half = db->read_as([](Transaction& tx) { return tx.query("SELECT * FROM half"); });
  CHECK_FALSE(half);
}

TEST_CASE_TEMPLATE("a database from the future is refused", A, ADAPTERS) {
  if (!A::available()) return;
  A adapter;
  auto db = adapter.open();
  CHECK(migrate(*db, kSteps) == 3);
  auto old = migrate(*db, std::span(kSteps).first(2));
  REQUIRE_FALSE(old);
  CHECK(old.error().reason == "database_newer");
}

TEST_CASE_TEMPLATE("programs that start together migrate once", A, SqliteFile, Postgres) {
  if (!A::available()) return;
  A adapter;
  std::vector<std::thread> starts;
  for (int i = 0; i < 3; ++i)
    starts.emplace_back([&] {
      auto db = adapter.open();
      auto version = migrate(*db, kSteps);
      CHECK_MESSAGE(version.has_value(), (version ? "" : version.error().what));
    });
  for (std::thread& start : starts) start.join();
  CHECK(pets(*adapter.open()) == 1);
}

TEST_CASE_TEMPLATE("Soleil's own schema goes up from each earlier version", A, ADAPTERS) {
  if (!A::available()) return;
  REQUIRE_FALSE(all_migrations().empty());
  const int64_t newest = all_migrations().back().version;
  for (int64_t from = 0; from <= newest; ++from) {
    A adapter;
    auto db = adapter.open();
    CHECK(migrate(*db, all_migrations(), from) == from);
    auto version = migrate(*db);
    CHECK_MESSAGE(version.has_value(), (version ? "" : version.error().what));
    CHECK(version == newest);
  }
}
