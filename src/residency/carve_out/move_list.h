// MoveList: what a carve-out does with each table: one list, read by all of its steps. A table
// moves with its columns, or stays and says why; a test holds the list against the schema and
// against docs/data_inventory.json, so nothing personal can be added without being told here. Pure.
//
// SQL in it stands for both engines. {moving} is the list of the persons' account ids, {countries}
// a condition on the column `countries`, {site} the seller's address: filled in by sql_of(). A plus
// before a column keeps SQLite from going through an index person by person.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace soleil {

enum class ColumnKind {
  number,  // BIGINT
  text,
  bytes,
  person_key,  // a wrapped key: goes sealed to the buyer's key service, and is told by fingerprint
};

struct MovedColumn {
  std::string_view name;
  ColumnKind kind = ColumnKind::number;
  std::string_view at_seller = {};  // what stands for it in a bundle; "": as it is
  std::string_view at_buyer = {};   // what is read there: where it changes before it is verified
};

struct MovedTable {
  std::string_view name;
  std::string_view owner;        // the account of whose leaf its rows are: an SQL expression
  std::string_view from_seller;  // FROM … WHERE …
  std::string_view from_buyer;
  size_t keys = 1;  // its first columns are the key, by which rows are ordered
  std::vector<MovedColumn> columns;
  std::string_view
      erase;  // at the seller's: statements, separated by ';', in reverse order of tables
};
// In an order in which they can be inserted.
std::span<const MovedTable> moved_tables();

// What stays with the seller, or goes with nobody, and why.
struct StayingTable {
  std::string_view name, why;
  std::string_view erase = {};  // "": nothing; else the DELETE or UPDATE that takes the persons out
};
std::span<const StayingTable> staying_tables();

// Files and topics beside the database. `moves`: in the bundle; else erased or nobody's.
struct MovedPlace {
  std::string_view place, why;  // "blob personal/source", "folder model", "fact viewer"
  bool moves = false;
};
std::span<const MovedPlace> moved_places();

// Names of what a leaf and a manifest sum up, in order: the tables, then these two.
inline constexpr std::string_view kBlobs = "blob", kFacts = "fact";
std::vector<std::string> summed_names();

struct MoveWords {
  std::string carve_out;               // its id, hex
  std::vector<std::string> countries;  // ISO codes
  std::string site;
};
std::string sql_of(std::string_view sql, const MoveWords& words);

// Between those who go and those who stay: what is counted in the plan, and the rule.
struct CrossEdge {
  std::string_view name, rule;
  std::string_view count;  // SQL
};
std::span<const CrossEdge> cross_edges();

}  // namespace soleil
