// Which program runs: the SHA-256 of a process's executable file.
#pragma once

#include <string>

#include "base/result.h"

namespace soleil {

// In hex. `process`: its id, or "self".
Result<std::string> program_sha256(const std::string& process);

}  // namespace soleil
