// The stage: all new tiles of an attempt to append, as one file named by the tree they lead to. So
// two attempts can't mix their tiles, and the winner's are all there before it wins. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/tiles.h"

namespace soleil {

std::string stage_path(const TreeHead& tree);
std::string stage_text(const std::vector<NamedBytes>& files);
Result<std::vector<NamedBytes>> parse_stage(std::string_view text);  // corrupt, "bad_stage"

}  // namespace soleil
