// `soleil carve-out …`: hands the people of some countries over to a new operator
// (residency/carve_out/).
#pragma once

#include <string>
#include <vector>

namespace soleil {

int carve_out_command(const std::vector<std::string>& arguments);

}  // namespace soleil
