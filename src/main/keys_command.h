// `soleil keys serve --folder DIR --policy FILE`: a region's key service (docs/residency.md).
#pragma once

#include <string>
#include <vector>

namespace soleil {

int keys_command(const std::vector<std::string>& arguments);

}  // namespace soleil
