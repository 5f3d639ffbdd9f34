#pragma once

#include <string>
#include <vector>

namespace soleil {

// soleil region key|check; the exit status.
int region_command(const std::vector<std::string>& arguments);

}  // namespace soleil
