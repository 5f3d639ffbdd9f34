#include "platform/database/home_wall.h"

#include <array>
#include <string>

namespace soleil {
namespace {

constexpr std::array kTables = {
    PersonalTable{"personal_access_request", "person_id"},
    PersonalTable{"personal_carve_out", "account_id"},
    PersonalTable{"personal_control", "viewer_id"},
    PersonalTable{"personal_credential", "account_id"},
    PersonalTable{"personal_fediverse_activity", "activity_id"},
    PersonalTable{"personal_fediverse_delivery", "inbox_id"},
    PersonalTable{"personal_fediverse_follower", "follower_id"},
    PersonalTable{"personal_fediverse_inbox", "inbox_id"},
    PersonalTable{"personal_elsewhere", "account_id"},
    PersonalTable{"personal_follow", "follower_id"},
    PersonalTable{"personal_key", "person_id"},
    PersonalTable{"personal_like", "account_id"},
    PersonalTable{"personal_report", "reporter_id"},
    PersonalTable{"personal_residence", "account_id"},
    PersonalTable{"personal_session", "account_id"},
    PersonalTable{"personal_sign_in_link", "account_id"},
    PersonalTable{"personal_touch", "person_id"},
    PersonalTable{"personal_upload", "account_id"},
};

tl::unexpected<Error> another_home(const std::string& what, uint8_t region) {
  return fail(Code::conflict, "another_home",
              what + " This server is region " + std::to_string(region) +
                  ": start it with that region's own data, or as the region of this data.");
}

// "(<prefix>account_id = 0 OR ((<prefix>account_id >> 16) & 63) = 1)"
std::string at_home(const PersonalTable& table, const std::string& prefix, uint8_t region) {
  const std::string column = prefix + std::string(table.owner);
  return "(" + column + " = 0 OR ((" + column + " >> 16) & 63) = " + std::to_string(region) + ")";
}

Result<void> settle(Transaction& tx, uint8_t region) {
  const Rows known = SOLEIL_TRY(tx.query("SELECT home FROM region_here"));
  if (known.empty())
    SOLEIL_TRY(tx.run("INSERT INTO region_here (home) VALUES ($1)", {int64_t{region}}));
  else if (known[0].int_at(0) != region)
    return another_home(
        "The database is that of region " + std::to_string(known[0].int_at(0)) + ".", region);
  return {};
}

Result<void> check_rows(Transaction& tx, const PersonalTable& table, uint8_t region) {
  const Rows stranger =
      SOLEIL_TRY(tx.query("SELECT 1 FROM " + std::string(table.name) + " WHERE NOT " +
                          at_home(table, "", region) + " LIMIT 1"));
  if (stranger.empty()) return {};
  return another_home("The table " + std::string(table.name) + " holds other regions' people.",
                      region);
}

Result<void> raise_in_sqlite(Transaction& tx, const PersonalTable& table, uint8_t region) {
  for (const std::string when : {"INSERT", "UPDATE"})
    SOLEIL_TRY(tx.run("CREATE TRIGGER IF NOT EXISTS home_of_" + std::string(table.name) + "_" +
                      (when == "INSERT" ? "in" : "up") + " BEFORE " + when + " ON " +
                      std::string(table.name) + " WHEN NOT " + at_home(table, "NEW.", region) +
                      " BEGIN SELECT RAISE(ABORT, 'home is another region'); END"));
  return {};
}

Result<void> raise_in_postgres(Transaction& tx, const PersonalTable& table, uint8_t region) {
  const std::string name = "home_of_" + std::string(table.name);
  const Rows there = SOLEIL_TRY(
      tx.query("SELECT 1 FROM pg_constraint WHERE conname = $1 AND conrelid = $2::regclass",
               {name, std::string(table.name)}));
  if (!there.empty()) return {};
  SOLEIL_TRY(tx.run("ALTER TABLE " + std::string(table.name) + " ADD CONSTRAINT " + name +
                    " CHECK " + at_home(table, "", region)));
  return {};
}

}  // namespace

std::span<const PersonalTable> personal_tables() {
  return kTables;
}

Result<void> raise_home_wall(Database& database, uint8_t region) {
  const bool in_sqlite = database.dialect() == "sqlite";
  return database.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(settle(tx, region));
    for (const PersonalTable& table : kTables) {
      SOLEIL_TRY(check_rows(tx, table, region));
      SOLEIL_TRY(in_sqlite ? raise_in_sqlite(tx, table, region)
                           : raise_in_postgres(tx, table, region));
    }
    return {};
  });
}

Result<void> grant_rows(Database& owner, Database& application) {
  const Rows who = SOLEIL_TRY(application.read_as(
      [](Transaction& tx) { return tx.query("SELECT current_user, current_schema()"); }));
  const std::string role = who.at(0).text_at(0), schema = who.at(0).text_at(1);
  if (role.find('"') != std::string::npos || schema.find('"') != std::string::npos)
    return fail(Code::invalid, "bad_role", "A role's name must have no quotes in it.");
  return owner.write([&](Transaction& tx) -> Result<void> {
    const std::string in = " IN SCHEMA \"" + schema + "\" TO \"" + role + "\"";
    SOLEIL_TRY(tx.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES" + in));
    // Which region this is, and which migrations were run, is the owner's to say.
    SOLEIL_TRY(tx.run("REVOKE INSERT, UPDATE, DELETE ON region_here, schema_version FROM \"" +
                      role + "\""));
    return {};
  });
}

}  // namespace soleil
