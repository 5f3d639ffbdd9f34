#pragma once

#include <string>
#include <vector>

namespace soleil {

// soleil upload [options] FILE…; the exit status.
int upload_command(const std::vector<std::string>& arguments);

}  // namespace soleil
