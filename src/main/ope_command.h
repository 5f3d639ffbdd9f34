// `soleil ope`: how experiments and exploration stand by the fact log of a stopped server,
// off-policy estimates included. A running one answers the same at GET /api/v1/admin/experiments.
#pragma once

#include <string>
#include <vector>

namespace soleil {

int ope_command(const std::vector<std::string>& arguments);  // the exit code

}  // namespace soleil
