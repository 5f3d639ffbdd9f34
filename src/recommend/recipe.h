// Recipe: what a feed is made of, as data: which stages, how many candidates of each source, every
// weight. recipes/*.toml are compiled in; a file of the same name in the data folder's `recipes/`
// takes their place. Unknown names and numbers out of bounds are refused, so that a typing error
// cannot silently change what people see.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace soleil {

struct SourceShare {
  std::string name;
  size_t count = 0;
};

struct Recipe {
  std::string name;
  int64_t version = 0;
  int64_t page_ms_max = 50;  // stages that may be skipped are, once a page took so long
  std::vector<SourceShare> sources;
  std::vector<std::string> filters, scorers;
  std::string selector;
  std::map<std::string, double, std::less<>> weights;  // every number a stage reads, by name

  double weight(std::string_view name) const;  // must be there: checked by parse
  std::string label() const { return name + "-" + std::to_string(version); }
};

// name: "for_you", "following", "topic"
Result<Recipe> parse_recipe(std::string_view name, std::string_view toml);
Result<Recipe> load_recipe(std::string_view name, const std::string& folder);  // "" : compiled in
std::string_view builtin_recipe(std::string_view name);                        // its TOML

}  // namespace soleil
