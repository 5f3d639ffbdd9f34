#pragma once

#include <string>
#include <vector>

namespace soleil {

// soleil serve [options]; the exit status.
int serve_command(const std::vector<std::string>& arguments);

}  // namespace soleil
