// The home wall: in every table of personal data the database itself refuses rows of people whose
// home is another region. The region is written into the constraint as a literal, so no setting and
// no bug above can move it: PostgreSQL gets a CHECK on the table (give the tables to a role that is
// not the application's, and the application can't drop it), SQLite, which can't add a CHECK to a
// table that is there, a trigger that says the same.
//
// The region is the 6 bits of the id beside it; see model/id.h. 0 is nobody (an erased reporter).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/database/database.h"

namespace soleil {

struct PersonalTable {
  std::string_view name, owner;  // the column with the id of whose row it is
};
std::span<const PersonalTable> personal_tables();

// Raises what is missing; again: no change. conflict "another_home": the database is another
// region's, or holds somebody who is not at home here. After migrate(), before anything else.
Result<void> raise_home_wall(Database& database, uint8_t region);

// For the tables' owner: the role of `application` may read and write rows, and nothing else.
Result<void> grant_rows(Database& owner, Database& application);

}  // namespace soleil
