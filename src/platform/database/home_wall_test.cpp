#include "platform/database/home_wall.h"

#include <doctest/doctest.h>

#include "base/clock.h"
#include "model/id.h"
#include "platform/database/migrations.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("database");

#define ADAPTERS SqliteMemory, SqliteFile, Postgres

namespace {

template <class A>
struct Walled {
  A adapter;
  std::unique_ptr<Database> database = adapter.open();
  ManualClock clock;
  SeededRandom random{5};
  IdMaker ours{clock, random, 1}, theirs{clock, random, 2};

  Walled() { REQUIRE(migrate(*database).has_value()); }
  Result<void> run(const std::string& sql, std::vector<SqlValue> values = {}) {
    return database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(tx.run(sql, values));
      return {};
    });
  }
  // A public row may be anybody's; what hangs on it may not.
  AccountId account(IdMaker& ids) {
    const AccountId id = ids.make<AccountId>();
    REQUIRE(
        run("INSERT INTO account (id, home, handle, display_name, created_ms) "
            "VALUES ($1, $2, $3, 'x', 1)",
            {id.sql(), int64_t{id.home()}, id.text()}));
    return id;
  }
  Result<void> control(AccountId id) {
    return run("INSERT INTO personal_control (viewer_id, controls, updated_ms) VALUES ($1, '', 1)",
               {id.sql()});
  }
};

}  // namespace

TEST_CASE_TEMPLATE("no personal row of another region gets past the wall", A, ADAPTERS) {
  if (!A::available()) return;
  Walled<A> w;
  REQUIRE(raise_home_wall(*w.database, 1).has_value());
  REQUIRE(raise_home_wall(*w.database, 1).has_value());  // again: no change
  const AccountId ada = w.account(w.ours), eve = w.account(w.theirs);
  CHECK(w.control(ada).has_value());
  const auto refused = w.control(eve);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == Code::conflict);
  CHECK_FALSE(w.run("UPDATE personal_control SET viewer_id = $1", {eve.sql()}).has_value());
  CHECK(w.run("INSERT INTO personal_follow (follower_id, followee_id, created_ms) "
              "VALUES ($1, $2, 1)",
              {ada.sql(), eve.sql()})
            .has_value());
  CHECK_FALSE(w.run("INSERT INTO personal_follow (follower_id, followee_id, created_ms) "
                    "VALUES ($1, $2, 1)",
                    {eve.sql(), ada.sql()})
                  .has_value());
}

TEST_CASE_TEMPLATE("every table of personal data has its wall", A, ADAPTERS) {
  if (!A::available()) return;
  Walled<A> w;
  REQUIRE(raise_home_wall(*w.database, 1).has_value());
  const bool in_sqlite = w.database->dialect() == "sqlite";
  const Rows tables = *w.database->read_as([&](Transaction& tx) {
    return tx.query(in_sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                "substr(name, 1, 9) = 'personal_'"
                              : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND "
                                "relnamespace = current_schema()::regnamespace AND "
                                "substr(relname, 1, 9) = 'personal_'");
  });
  CHECK(tables.size() == personal_tables().size());
  for (const Row& row : tables) {
    const std::string& name = row.text_at(0);
    const auto walls = *w.database->read_as([&](Transaction& tx) {
      return tx.query(in_sqlite ? "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND "
                                  "tbl_name = $1 AND sql LIKE '%& 63) = 1%'"
                                : "SELECT 1 FROM pg_constraint WHERE conrelid = $1::regclass AND "
                                  "conname = 'home_of_' || $1 AND "
                                  "pg_get_constraintdef(oid) LIKE '%63)%= 1)%'",
                      {name});
    });
    CHECK_MESSAGE(walls.size() == (in_sqlite ? 2 : 1), name);
  }
}

TEST_CASE_TEMPLATE("data of one region doesn't start as another's", A, ADAPTERS) {
  if (!A::available()) return;
  Walled<A> w;
  REQUIRE(raise_home_wall(*w.database, 1).has_value());
  CHECK(raise_home_wall(*w.database, 2).error().reason == "another_home");
  Walled<A> mixed;
  REQUIRE(mixed.control(mixed.account(mixed.theirs)).has_value());
  CHECK(raise_home_wall(*mixed.database, 1).error().reason == "another_home");
}

TEST_CASE("the application's role can't take the wall down") {
  if (!Postgres::available()) return;
  Walled<Postgres> w;  // as the tables' owner
  REQUIRE(raise_home_wall(*w.database, 1).has_value());
  const std::string role = "app_of_" + w.adapter.schema;
  REQUIRE(w.run("CREATE ROLE " + role + " LOGIN").has_value());
  REQUIRE(w.run("GRANT USAGE ON SCHEMA " + w.adapter.schema + " TO " + role).has_value());
  {
    const auto app = w.adapter.open_as(role);
    REQUIRE(grant_rows(*w.database, *app).has_value());
    const auto as_app = [&](const std::string& sql) {
      return app->write([&](Transaction& tx) -> Result<void> {
        SOLEIL_TRY(tx.run(sql));
        return {};
      });
    };
    CHECK(as_app("DELETE FROM personal_control").has_value());
    for (const char* sql : {"ALTER TABLE personal_control DROP CONSTRAINT home_of_personal_control",
                            "ALTER TABLE personal_control DISABLE TRIGGER ALL",
                            "DROP TABLE personal_control", "UPDATE region_here SET home = 2",
                            "DELETE FROM schema_version", "SET session_replication_role = replica",
                            "INSERT INTO personal_control VALUES (131072, '', 1)"})
      CHECK_MESSAGE(!as_app(sql).has_value(), sql);
  }
  CHECK(w.run("DROP OWNED BY " + role).has_value());
  CHECK(w.run("DROP ROLE " + role).has_value());
}

TEST_SUITE_END();
