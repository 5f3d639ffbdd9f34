// LogClaim: writes a claim into a public log before what it claims takes effect. Blocks. Errors of
// Ledger::write(): what could not be logged must not take effect.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace soleil {

using LogClaim = std::function<Result<void>(const std::string& entry)>;

}  // namespace soleil
