// soleil ledger init|append|checkpoint|proof|fsck: the transparency logs, from the command line.
#pragma once

#include <string>
#include <vector>

namespace soleil {

int ledger_command(const std::vector<std::string>& arguments);

}  // namespace soleil
