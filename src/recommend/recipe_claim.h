// What is told of a recipe before it ranks anybody's feed; a refusal keeps it out.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace soleil {

struct RecipeClaim {
  std::string name, label;  // "for_you", "for_you-1"
  std::string hash;         // Recipe::hash; "": it is no longer in force
  std::string sha256;       // of its whole text, in hex
};
using TellRecipe = std::function<Result<void>(const RecipeClaim& claim)>;

}  // namespace soleil
