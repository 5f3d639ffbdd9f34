// The contract of database.h, run on every adapter.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <thread>

#include "platform/database/database.h"
#include "platform/database/faulty_database.h"
#include "platform/database/migrations.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("database");

#define ADAPTERS SqliteMemory, SqliteFile, Postgres
#define SKIP_IF_ABSENT(A) \
  if (!A::available()) return

namespace {

template <class T>
void ok(const Result<T>& result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().what));
}

Result<int64_t> run(Database& database, std::string_view sql, std::vector<SqlValue> values = {}) {
  return database.write_as([&](Transaction& tx) { return tx.run(sql, values); });
}

Result<Rows> query(Database& database, std::string_view sql, std::vector<SqlValue> values = {}) {
  return database.read_as([&](Transaction& tx) { return tx.query(sql, values); });
}

int64_t number(Database& database, std::string_view sql, std::vector<SqlValue> values = {}) {
  auto rows = query(database, sql, std::move(values));
  ok(rows);
  return rows->at(0).int_at(0);
}

void make_table(Database& database) {
  ok(run(database,
         "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
         "score DOUBLE PRECISION, data BYTEA, CHECK (id >= 0))"));
}

}  // namespace

TEST_CASE_TEMPLATE("each kind of value comes back as it went in", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  const std::string text = "été 🌞 مرحبا \\ ' \" \n\t$1 ?";
  ok(run(*db, "INSERT INTO thing VALUES ($1, $2, $3, $4)",
         {INT64_MAX, text, -0.1, Bytes{every_byte}}));
  ok(run(*db, "INSERT INTO thing VALUES ($1, $2, $3, $4)",
         {int64_t{0}, std::string(), std::monostate{}, std::monostate{}}));
  ok(run(*db, "INSERT INTO thing VALUES ($1, $2, $3, $4)",
         {int64_t{1}, std::string("one"), 1e300, Bytes{}}));
  auto rows = query(*db, "SELECT id, name, score, data FROM thing ORDER BY id");
  ok(rows);
  REQUIRE(rows->size() == 3);
  CHECK(rows->at(2).int_at(0) == INT64_MAX);
  CHECK(rows->at(2).text_at(1) == text);
  CHECK(rows->at(2).double_at(2) == -0.1);
  CHECK(rows->at(2).text_at(3) == every_byte);
  CHECK(rows->at(0).text_at(1).empty());
  CHECK_FALSE(rows->at(0).is_null(1));
  CHECK(rows->at(0).is_null(2));
  CHECK(rows->at(0).is_null(3));
  CHECK(rows->at(1).double_at(2) == 1e300);
  CHECK_FALSE(rows->at(1).is_null(3));
  CHECK(rows->at(1).text_at(3).empty());
}

TEST_CASE_TEMPLATE("a parameter may be used twice and out of order", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  ok(run(*db, "INSERT INTO thing (name, id) VALUES ($2, $1)", {int64_t{7}, std::string("seven")}));
  CHECK(number(*db, "SELECT id FROM thing WHERE name = $2 AND id = $1 AND id = $1",
               {int64_t{7}, std::string("seven")}) == 7);
  CHECK(number(*db, "SELECT COUNT(*) FROM thing LIMIT $1", {int64_t{1}}) == 1);
}

TEST_CASE_TEMPLATE("sums and counts are numbers on each dialect", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  for (int64_t id : {1, 2, 3})
    ok(run(*db, "INSERT INTO thing (id, name, score) VALUES ($1, $2, $3)",
           {id, std::to_string(id), 0.5}));
  auto rows = query(*db, "SELECT SUM(id), COUNT(*), AVG(score), MAX(id) = 3 FROM thing");
  ok(rows);
  CHECK(rows->at(0).int_at(0) == 6);
  CHECK(rows->at(0).int_at(1) == 3);
  CHECK(rows->at(0).double_at(2) == doctest::Approx(0.5));
  CHECK(rows->at(0).int_at(3) == 1);
}

TEST_CASE_TEMPLATE("run tells how many rows changed; RETURNING gives them", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  CHECK(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')") == 2);
  CHECK(run(*db, "UPDATE thing SET score = 1 WHERE id > 5") == 0);
  CHECK(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a') ON CONFLICT DO NOTHING") == 0);
  CHECK(run(*db,
            "INSERT INTO thing (id, name) VALUES (1, 'z') ON CONFLICT (id) DO UPDATE "
            "SET name = excluded.name") == 1);
  auto deleted = db->write_as(
      [](Transaction& tx) { return tx.query("DELETE FROM thing WHERE id = 1 RETURNING name"); });
  ok(deleted);
  CHECK(deleted->at(0).text_at(0) == "z");
  CHECK(run(*db, "DELETE FROM thing") == 1);
}

TEST_CASE_TEMPLATE("a body's error rolls back", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  auto done = db->write([](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("INSERT INTO thing (id, name) VALUES (1, 'a')"));
    return fail(Code::denied, "no", "No.");
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().reason == "no");
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 0);
}

TEST_CASE_TEMPLATE("a failed statement ends the transaction even when passed over", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  auto done = db->write([](Transaction& tx) -> Result<void> {
    CHECK(tx.run("INSERT INTO thing (id, name) VALUES (1, 'a')").has_value());
    CHECK_FALSE(tx.run("INSERT INTO thing (id, name) VALUES (1, 'b')").has_value());
    CHECK_FALSE(tx.query("SELECT 1").has_value());
    return {};
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Code::conflict);
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 0);
  ok(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a')"));  // and the next one works
}

TEST_CASE_TEMPLATE("errors have the same codes and reasons", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  ok(run(*db, "CREATE TABLE part (thing_id BIGINT NOT NULL REFERENCES thing (id))"));
  ok(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a')"));
  auto reason_of = [&](std::string_view sql, std::vector<SqlValue> values = {}) {
    auto done = run(*db, sql, std::move(values));
    REQUIRE_FALSE(done);
    return std::string(code_name(done.error().code)) + " " + done.error().reason;
  };
  CHECK(reason_of("INSERT INTO thing (id, name) VALUES (1, 'b')") == "conflict unique");
  CHECK(reason_of("INSERT INTO thing (id, name) VALUES (2, 'a')") == "conflict unique");
  CHECK(reason_of("INSERT INTO thing (id, name) VALUES (-1, 'b')") == "conflict constraint");
  CHECK(reason_of("INSERT INTO thing (id) VALUES (3)") == "conflict constraint");
  CHECK(reason_of("INSERT INTO part VALUES (9)") == "conflict constraint");
  CHECK(reason_of("DELETE FROM nothing_here") == "corrupt sql");
  CHECK(reason_of("SELEKT") == "corrupt sql");
  CHECK(reason_of("SELECT 1; SELECT 2") == "corrupt sql");
  CHECK(reason_of("UPDATE thing SET name = $1") == "corrupt sql");
  CHECK(reason_of("UPDATE thing SET name = $1", {std::string("\xff")}) == "invalid bad_text");
  CHECK(reason_of("UPDATE thing SET name = $1", {std::string("a\0b", 3)}) == "invalid bad_text");
}

TEST_CASE_TEMPLATE("a read may not write", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  auto done = query(*db, "INSERT INTO thing (id, name) VALUES (1, 'a')");
  CHECK_FALSE(done);
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 0);
  ok(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a')"));
}

TEST_CASE_TEMPLATE("big values and the limit on rows", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  ok(run(*db, "CREATE TABLE large (name TEXT, data BYTEA)"));
  const std::string big(9'000'000, '\x80');
  ok(run(*db, "INSERT INTO large VALUES ($1, $2)", {std::string(1'000'000, 'x'), Bytes{big}}));
  auto rows = query(*db, "SELECT name, data FROM large");
  ok(rows);
  CHECK(rows->at(0).text_at(0).size() == 1'000'000);
  CHECK(rows->at(0).text_at(1) == big);
  auto many = query(*db,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                    "WHERE i < 100001) SELECT i FROM n");
  REQUIRE_FALSE(many);
  CHECK(many.error().code == Code::too_large);
}

TEST_CASE_TEMPLATE("written data is there for the next handle", A, SqliteFile, Postgres) {
  SKIP_IF_ABSENT(A);
  A adapter;
  {
    auto db = adapter.open();
    make_table(*db);
    ok(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'kept')"));
  }
  auto again = adapter.open();
  CHECK(query(*again, "SELECT name FROM thing")->at(0).text_at(0) == "kept");
}

TEST_CASE_TEMPLATE("a read sees one moment", A, SqliteFile, Postgres) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  ok(db->read([&](Transaction& tx) -> Result<void> {
    Rows before = SOLEIL_TRY(tx.query("SELECT COUNT(*) FROM thing"));
    std::thread([&] { ok(run(*db, "INSERT INTO thing (id, name) VALUES (1, 'a')")); }).join();
    Rows after = SOLEIL_TRY(tx.query("SELECT COUNT(*) FROM thing"));
    CHECK(before.at(0).int_at(0) == after.at(0).int_at(0));
    return {};
  }));
  CHECK(number(*db, "SELECT COUNT(*) FROM thing") == 1);
}

TEST_CASE_TEMPLATE("concurrent read-modify-writes lose nothing", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  A adapter;
  auto db = adapter.open();
  make_table(*db);
  ok(run(*db, "INSERT INTO thing (id, name, score) VALUES (1, 'counter', 0)"));
  std::atomic<int> committed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        auto done = db->write([](Transaction& tx) -> Result<void> {
          Rows rows = SOLEIL_TRY(tx.query("SELECT score FROM thing WHERE id = 1"));
          SOLEIL_TRY(tx.run("UPDATE thing SET score = $1", {rows.at(0).double_at(0) + 1}));
          return {};
        });
        if (done) ++committed;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(committed == 100);  // retried inside, not given up
  CHECK(number(*db, "SELECT score FROM thing WHERE id = 1") == committed);
}

TEST_CASE("a busy database is refused in time, not waited for without end") {
  SqliteFile adapter;
  auto db = open_database("sqlite://" + adapter.folder.path() + "/busy.db",
                          DatabaseLimits{.connections_max = 2, .wait_ms_max = 50});
  ok(db);
  ok((*db)->write([&](Transaction&) -> Result<void> {
    std::thread([&] {
      auto second = (*db)->write([](Transaction&) -> Result<void> { return {}; });
      REQUIRE_FALSE(second);
      CHECK(second.error().code == Code::overloaded);
    }).join();
    return {};
  }));
}

TEST_CASE("an unknown URL and a folder that is not there are refused") {
  CHECK(open_database("mysql://x", {}).error().code == Code::invalid);
  CHECK(open_database("sqlite:///no/such/folder/x.db", {}).error().code == Code::unavailable);
}

TEST_CASE_TEMPLATE("faults of a write: all or nothing happened", A, ADAPTERS) {
  SKIP_IF_ABSENT(A);
  for (FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed}) {
    A adapter;
    auto db = adapter.open();
    make_table(*db);
    FaultPlan plan;
    FaultyDatabase faulty(*db, plan);
    plan.fail_at(1, mode);
    auto done = run(faulty, "INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Code::unavailable);
    CHECK(number(faulty, "SELECT COUNT(*) FROM thing") == (mode == FaultMode::not_done ? 0 : 2));
  }
}
