#include "recommend/recipe.h"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/check.h"

namespace soleil {
namespace {

constexpr int64_t kCountMax = 5'000;
constexpr int64_t kPageMsMax = 10'000;
constexpr double kWeightMax = 1'000'000;

tl::unexpected<Error> bad(std::string_view name, const std::string& what) {
  return fail(Code::invalid, "bad_recipe", "Recipe " + std::string(name) + ": " + what);
}

Result<toml::table> parse_toml(std::string_view name, std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return bad(name, "line " + std::to_string(error.source().begin.line) + ": " +
                         std::string(error.description()) + ".");
  }
}

// toml++ sorts keys; the order of sources is that of their lines.
Result<void> read_sources(const toml::table& file, Recipe& recipe) {
  const toml::table* sources = file["sources"].as_table();
  if (!sources || sources->empty()) return bad(recipe.name, "[sources] is missing or empty.");
  std::vector<std::pair<uint32_t, SourceShare>> lines;
  for (const auto& [key, node] : *sources) {
    const auto count = node.value<int64_t>();
    if (!count || *count < 0 || *count > kCountMax)
      return bad(recipe.name, "sources." + std::string(key.str()) + " must be 0 to 5000.");
    lines.push_back(
        {key.source().begin.line, {std::string(key.str()), static_cast<size_t>(*count)}});
  }
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [line, share] : lines) recipe.sources.push_back(std::move(share));
  return {};
}

Result<std::vector<std::string>> read_names(const toml::table& file, std::string_view key,
                                            const Recipe& recipe) {
  const toml::array* names = file["stages"][key].as_array();
  if (!names) return bad(recipe.name, "stages." + std::string(key) + " must be a list of names.");
  std::vector<std::string> out;
  for (const auto& node : *names) {
    const auto name = node.value<std::string>();
    if (!name) return bad(recipe.name, "stages." + std::string(key) + " must hold names.");
    out.push_back(*name);
  }
  return out;
}

Result<void> read_weights(const toml::table& file, Recipe& recipe) {
  const toml::table* weights = file["weights"].as_table();
  if (!weights) return bad(recipe.name, "[weights] is missing.");
  for (const auto& [key, node] : *weights) {
    const auto value = node.value<double>();
    if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax)
      return bad(recipe.name, "weights." + std::string(key.str()) + " must be a number.");
    recipe.weights[std::string(key.str())] = *value;
  }
  return {};
}

}  // namespace

double Recipe::weight(std::string_view name) const {
  const auto at = weights.find(name);
  SOLEIL_CHECK(at != weights.end());
  return at->second;
}

Result<Recipe> parse_recipe(std::string_view name, std::string_view text) {
  const toml::table file = SOLEIL_TRY(parse_toml(name, text));
  Recipe recipe;
  recipe.name = name;
  recipe.version = file["version"].value_or<int64_t>(0);
  if (recipe.version <= 0) return bad(name, "version must be a positive number.");
  recipe.page_ms_max = file["page_ms_max"].value_or<int64_t>(50);
  if (recipe.page_ms_max <= 0 || recipe.page_ms_max > kPageMsMax)
    return bad(name, "page_ms_max must be 1 to 10000.");
  SOLEIL_TRY(read_sources(file, recipe));
  recipe.filters = SOLEIL_TRY(read_names(file, "filters", recipe));
  recipe.scorers = SOLEIL_TRY(read_names(file, "scorers", recipe));
  recipe.selector = file["stages"]["selector"].value_or<std::string>("");
  SOLEIL_TRY(read_weights(file, recipe));
  return recipe;
}

Result<Recipe> load_recipe(std::string_view name, const std::string& folder) {
  const auto path = std::filesystem::path(folder) / (std::string(name) + ".toml");
  std::ifstream file(path, std::ios::binary);
  if (folder.empty() || !file) return parse_recipe(name, builtin_recipe(name));
  return parse_recipe(name, std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace soleil
