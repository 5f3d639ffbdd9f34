// What only a server can do to us: end a connection, at rest or in the middle of a transaction.
#include <doctest/doctest.h>

#include "platform/database/migrations.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("postgres");

namespace {

Result<int64_t> run(Database& database, std::string_view sql) {
  return database.write_as([&](Transaction& tx) { return tx.run(sql); });
}

int64_t number(Database& database, std::string_view sql) {
  auto rows = database.read_as([&](Transaction& tx) { return tx.query(sql); });
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().what));
  return rows->at(0).int_at(0);
}

void end_connection(Database& killer, int64_t pid) {
  auto rows = killer.write_as([&](Transaction& tx) {
    return tx.query("SELECT pg_terminate_backend(CAST($1 AS INT), 5000)", {pid});
  });
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().what));
}

}  // namespace

TEST_CASE("a connection that died while idle is replaced unnoticed") {
  if (!Postgres::available()) return;
  Postgres adapter;
  auto db = adapter.open(), killer = adapter.open();
  REQUIRE(run(*db, "CREATE TABLE thing (id BIGINT)"));
  for (int i = 0; i < 3; ++i) {
    end_connection(*killer, number(*db, "SELECT pg_backend_pid()"));
    auto done = run(*db, "INSERT INTO thing VALUES (1)");
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 3);
}

TEST_CASE(
    "a connection that dies in a transaction: unavailable, nothing written, then well again") {
  if (!Postgres::available()) return;
  Postgres adapter;
  auto db = adapter.open(), killer = adapter.open();
  REQUIRE(run(*db, "CREATE TABLE thing (id BIGINT)"));
  auto done = db->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("INSERT INTO thing VALUES (1)"));
    end_connection(*killer, SOLEIL_TRY(tx.query("SELECT pg_backend_pid()")).at(0).int_at(0));
    SOLEIL_TRY(tx.run("INSERT INTO thing VALUES (2)"));
    return {};
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Code::unavailable);
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 0);
  CHECK(run(*db, "INSERT INTO thing VALUES (1)") == 1);
}

TEST_CASE("statements prepared before a migration work after it") {
  if (!Postgres::available()) return;
  Postgres adapter;
  auto db = adapter.open(), other = adapter.open();
  REQUIRE(run(*db, "CREATE TABLE thing (id BIGINT)"));
  CHECK(number(*db, "SELECT COUNT(*) FROM (SELECT * FROM thing) AS all_things") == 0);
  auto everything = [&] {
    return db->read_as([](Transaction& tx) { return tx.query("SELECT * FROM thing"); });
  };
  REQUIRE(everything());
  REQUIRE(run(*other, "ALTER TABLE thing ADD COLUMN name TEXT"));
  REQUIRE(run(*other, "INSERT INTO thing VALUES (1, 'a')"));
  auto rows = everything();
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().what));
  CHECK(rows->at(0).text_at(1) == "a");
}

TEST_CASE("a server that is not there is told, and its password is not") {
  auto absent = open_database("postgres://soleil:secret@127.0.0.1:1/soleil", {});
  REQUIRE_FALSE(absent);
  CHECK(absent.error().code == Code::unavailable);
  CHECK(absent.error().what.find("secret") == std::string::npos);
}
