// Reads the TSV files of an evaluation. First line: names of columns; one row a line; cells parted
// by tabs, without quoting; '\r' at the end of a line is dropped; blank lines are skipped. Ids are
// any text. Errors are Code::invalid with file, line and what to do; Code::not_found for no file.
#pragma once

#include <string>

#include "base/result.h"
#include "learning/eval/rows.h"

namespace soleil::eval {

inline constexpr size_t kRowsMax = 200'000'000;
inline constexpr size_t kColumnsMax = 128;
inline constexpr size_t kLineBytesMax = 1 << 16;

// `viewer` and `video` are required; the columns in rows.h are numbers (label may be true/false),
// every other column is a category.
// label: a column of any name that holds numbers.
Result<Rows> read_rows(const std::string& path, Names& names, std::string_view label = {});

// `entity` is "video" or "viewer": the required column. A second row of one entity is refused.
Result<Attributes> read_attributes(const std::string& path, const std::string& entity,
                                   Names& names);

}  // namespace soleil::eval
