// `soleil fsck [--data DIR] [--config FILE] [--repair]`. docs/storage.md
#pragma once

#include <string>
#include <vector>

namespace soleil {

// 0: all fits together (after repair). 1: something does not, or it can't be checked. 2: usage.
int fsck_command(const std::vector<std::string>& arguments);

}  // namespace soleil
