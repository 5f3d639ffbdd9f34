// `soleil recipes check FILE…`: says what is wrong with a recipe, without a server.
#pragma once

#include <string>
#include <vector>

namespace soleil {

int recipes_command(const std::vector<std::string>& arguments);  // the exit code

}  // namespace soleil
