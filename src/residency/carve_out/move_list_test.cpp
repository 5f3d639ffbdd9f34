// Nothing personal can be added to Soleil without a carve-out being told what becomes of it.
#include "residency/carve_out/move_list.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.h"
#include "platform/database/home_wall.h"
#include "platform/database/migrations.h"
#include "support/results.h"
#include "support/test_database.h"

TEST_SUITE_BEGIN("carve_out");

namespace soleil {
namespace {

json::object inventory() {
  namespace fs = std::filesystem;
  fs::path at = fs::current_path();
  while (!fs::exists(at / "docs/data_inventory.json") && at.has_relative_path())
    at = at.parent_path();
  std::ifstream file(at / "docs/data_inventory.json");
  std::ostringstream text;
  text << file.rdbuf();
  return must(parse_json_object(text.str()));
}

bool is_staying(std::string_view table) {
  for (const StayingTable& one : staying_tables())
    if (one.name == table) return true;
  return false;
}

const MovedTable* find_moved(std::string_view table) {
  for (const MovedTable& one : moved_tables())
    if (one.name == table) return &one;
  return nullptr;
}

bool has_column(const MovedTable& table, std::string_view column) {
  for (const MovedColumn& one : table.columns)
    if (one.name == column) return true;
  return false;
}

// "column account.bio" and the like.
bool is_told(const std::string& what, const std::string& place) {
  if (what == "column") {
    const std::string table = place.substr(0, place.find('.'));
    const MovedTable* const moved = find_moved(table);
    return is_staying(table) || (moved && has_column(*moved, place.substr(table.size() + 1)));
  }
  if (what != "blob" && what != "folder" && what != "fact") return true;  // nowhere on a disk
  for (const MovedPlace& one : moved_places())
    if (one.place == (what == "fact" ? what : what + " " + place)) return true;
  return false;
}

}  // namespace

TEST_CASE("every place of personal data moves in a carve-out, or the list says why it stays") {
  size_t places = 0;
  const json::object all = inventory();
  for (const json::value& kind : all.at("kinds").as_array()) {
    for (const auto& [what, list] : kind.as_object().at("places").as_object())
      for (const json::value& place : list.as_array()) {
        const std::string name(place.as_string());
        ++places;
        const std::string untold =
            std::string(what) + " " + name +
            ": tell src/residency/carve_out/move_list.cpp what becomes of it";
        CHECK_MESSAGE(is_told(std::string(what), name), untold);
      }
  }
  CHECK(places > 100);
}

TEST_CASE("every table of the schema is in the list, with each of its columns, once") {
  SqliteMemory memory;
  const auto database = memory.open();
  REQUIRE(migrate(*database).has_value());
  const Rows columns = must(database->read_as([](Transaction& tx) {
    return tx.query(
        "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE "
        "m.type = 'table'");
  }));
  CHECK(columns.size() > 100);
  for (const Row& row : columns) {
    const std::string &table = row.text_at(0), &column = row.text_at(1);
    const MovedTable* const moved = find_moved(table);
    CAPTURE(table);
    CAPTURE(column);
    CHECK((moved != nullptr) != is_staying(table));
    if (!moved) continue;
    REQUIRE(has_column(*moved, column));
    for (const MovedColumn& one : moved->columns) {
      if (one.name != column) continue;
      const bool is_bytes = one.kind == ColumnKind::bytes || one.kind == ColumnKind::person_key;
      CHECK(row.text_at(2) == (one.kind == ColumnKind::number ? "BIGINT"
                               : is_bytes                     ? "BYTEA"
                                                              : "TEXT"));
    }
  }
  for (const MovedTable& moved : moved_tables())
    for (const MovedColumn& one : moved.columns) {
      bool there = false;
      for (const Row& row : columns)
        there = there || (row.text_at(0) == moved.name && row.text_at(1) == one.name);
      CAPTURE(moved.name);
      CAPTURE(one.name);
      CHECK(there);
    }
}

TEST_CASE("who is in a personal table, and goes, is taken out of it at the seller's") {
  std::set<std::string> erased;
  for (const MovedTable& one : moved_tables())
    if (!one.erase.empty()) erased.insert(std::string(one.name));
  for (const StayingTable& one : staying_tables())
    if (!one.erase.empty()) erased.insert(std::string(one.name));
  for (const char* table : {"personal_fediverse_activity", "personal_fediverse_delivery",
                            "personal_fediverse_follower", "personal_fediverse_inbox"})
    erased.insert(table);               // people of other servers
  erased.insert("personal_carve_out");  // the last step of an erasure
  for (const PersonalTable& table : personal_tables()) {
    CAPTURE(table.name);
    CHECK(erased.contains(std::string(table.name)));
  }
}

TEST_CASE("the list's SQL is what both engines understand") {
  TestDatabase database;
  const MoveWords words{"0123456789abcdef", {"US", "NZ"}, "https://it's.example"};
  const auto run = [&](const std::string& sql) {
    const auto done = database->read_as([&](Transaction& tx) { return tx.query(sql); });
    CHECK_MESSAGE(done.has_value(), (done ? "" : sql + ": " + done.error().what));
  };
  for (const MovedTable& table : moved_tables())
    for (const std::string_view from : {table.from_seller, table.from_buyer})
      run(sql_of("SELECT " + std::string(table.owner) + " " + std::string(from), words));
  for (const CrossEdge& edge : cross_edges()) run(sql_of(edge.count, words));
}

}  // namespace soleil

TEST_SUITE_END();
