// Which of these ids have a row for this person? One statement for a whole page.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "model/id.h"
#include "platform/database/database.h"

namespace soleil {

// select: "SELECT <column> FROM … WHERE <owner> = $1".
template <class IdType>
Result<std::unordered_set<IdType>> ids_among(Database& database, std::string select,
                                             std::string_view column, AccountId owner,
                                             const std::vector<IdType>& among) {
  std::unordered_set<IdType> out;
  if (among.empty()) return out;
  std::vector<SqlValue> values{owner.sql()};
  select += " AND " + std::string(column) + " IN (";
  for (const IdType& id : among) {
    values.emplace_back(id.sql());
    select += (values.size() == 2 ? "$" : ", $") + std::to_string(values.size());
  }
  select += ")";
  Rows rows =
      SOLEIL_TRY(database.read_as([&](Transaction& tx) { return tx.query(select, values); }));
  for (const Row& row : rows) out.insert(IdType::from_sql(row.int_at(0)));
  return out;
}

}  // namespace soleil
