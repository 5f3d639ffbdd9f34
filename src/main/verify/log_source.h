// Where soleil-verify reads a log: http(s)://host/path, or a folder.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/log_reader.h"

namespace soleil {

// not_found for what isn't there; unavailable when the server can't be reached.
Result<ReadFile> open_log_source(const std::string& where);

}  // namespace soleil
