// Recipe: what a feed is made of, as data: which stages, how many candidates of each source, every
// weight. recipes/*.toml are compiled in; a file of the same name in the data folder's `recipes/`
// takes their place (recipe_book.h). Unknown names and numbers out of bounds are refused with their
// line, so that a typing error cannot silently change what people see.
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
  std::string text, hash;  // as written; the first 16 hex digits of its SHA-256
  std::map<std::string, uint32_t, std::less<>> lines;  // where a stage or weight is named

  double weight(std::string_view name) const;  // must be there: checked by check_stages
  double weight_or(std::string_view name, double otherwise) const;
  std::string label() const { return name + "-" + std::to_string(version); }
};

inline constexpr std::string_view kFeedRecipes[] = {"for_you", "following", "topic",  // by FeedKind
                                                    "plain", "plain_topic"};          // no profile

bool is_recipe_name(std::string_view name);  // [a-z][a-z0-9_]{0,39}
std::string recipe_hash(std::string_view text);
// invalid "bad_recipe", with the line. That its stages exist is checked by check_stages.
Result<Recipe> parse_recipe(std::string_view name, std::string_view toml);
// invalid "bad_recipe": "Recipe for_you: line 12: …"; line 0: none.
tl::unexpected<Error> bad_recipe(std::string_view name, uint32_t line, const std::string& what);
std::string_view builtin_recipe(std::string_view name);  // its TOML; "": there is none

}  // namespace soleil
