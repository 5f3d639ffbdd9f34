#pragma once

#include <string>
#include <vector>

namespace soleil {

// soleil backup serve|status|recovery|restore|drill; the exit status.
int backup_command(const std::vector<std::string>& arguments);

}  // namespace soleil
