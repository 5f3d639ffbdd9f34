#pragma once

#include <string>
#include <vector>

namespace soleil {

// `soleil eval catalogue|next|…`: how good the models are on a log. 0, or 1 (failed), 2 (usage).
int eval_command(const std::vector<std::string>& arguments);

}  // namespace soleil
