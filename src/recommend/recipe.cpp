#include "recommend/recipe.h"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kCountMax = 5'000;
constexpr int64_t kPageMsMax = 10'000;
constexpr double kWeightMax = 1'000'000;
constexpr size_t kNameMax = 40, kHashDigits = 16;

Result<toml::table> parse_toml(std::string_view name, std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return bad_recipe(name, error.source().begin.line, std::string(error.description()) + ".");
  }
}

uint32_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

Result<void> only(const toml::table& table, std::initializer_list<std::string_view> known,
                  const Recipe& recipe) {
  for (const auto& [key, node] : table)
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      return bad_recipe(recipe.name, key.source().begin.line,
                        "'" + std::string(key.str()) + "' is not known here.");
  return {};
}

Result<int64_t> read_number(const toml::table& file, std::string_view key, int64_t otherwise,
                            int64_t most, const Recipe& recipe) {
  const toml::node* node = file.get(key);
  const int64_t value = node ? node->value<int64_t>().value_or(0) : otherwise;
  if (value > 0 && value <= most) return value;
  return bad_recipe(recipe.name, node ? line_of(*node) : 0,
                    std::string(key) + " must be 1 to " + std::to_string(most) + ".");
}

// toml++ sorts keys; the order of sources is that of their lines.
Result<void> read_sources(const toml::table& file, Recipe& recipe) {
  const toml::table* sources = file["sources"].as_table();
  if (!sources || sources->empty())
    return bad_recipe(recipe.name, 0, "[sources] is missing or empty.");
  std::vector<std::pair<uint32_t, SourceShare>> lines;
  for (const auto& [key, node] : *sources) {
    const std::string name(key.str());
    const uint32_t line = key.source().begin.line;
    const auto count = node.value<int64_t>();
    if (!count || *count < 0 || *count > kCountMax)
      return bad_recipe(recipe.name, line, "sources." + name + " must be 0 to 5000.");
    recipe.lines.emplace(name, line);
    lines.push_back({line, {name, static_cast<size_t>(*count)}});
  }
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [line, share] : lines) recipe.sources.push_back(std::move(share));
  return {};
}

Result<std::vector<std::string>> read_names(const toml::table& stages, std::string_view key,
                                            Recipe& recipe) {
  const toml::array* names = stages[key].as_array();
  if (!names)
    return bad_recipe(recipe.name, line_of(stages),
                      "stages." + std::string(key) + " must be a list of names.");
  std::vector<std::string> out;
  for (const auto& node : *names) {
    const auto name = node.value<std::string>();
    if (!name)
      return bad_recipe(recipe.name, line_of(node),
                        "stages." + std::string(key) + " must hold names.");
    recipe.lines.emplace(*name, line_of(node));
    out.push_back(*name);
  }
  return out;
}

Result<void> read_stages(const toml::table& file, Recipe& recipe) {
  const toml::table* stages = file["stages"].as_table();
  if (!stages) return bad_recipe(recipe.name, 0, "[stages] is missing.");
  SOLEIL_TRY(only(*stages, {"filters", "scorers", "selector"}, recipe));
  recipe.filters = SOLEIL_TRY(read_names(*stages, "filters", recipe));
  recipe.scorers = SOLEIL_TRY(read_names(*stages, "scorers", recipe));
  recipe.selector = (*stages)["selector"].value_or<std::string>("");
  if (const toml::node* node = stages->get("selector"))
    recipe.lines.emplace(recipe.selector, line_of(*node));
  return {};
}

Result<void> read_weights(const toml::table& file, Recipe& recipe) {
  const toml::table* weights = file["weights"].as_table();
  if (!weights) return bad_recipe(recipe.name, 0, "[weights] is missing.");
  for (const auto& [key, node] : *weights) {
    const std::string name(key.str());
    const auto value = node.value<double>();
    if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax)
      return bad_recipe(recipe.name, key.source().begin.line,
                        "weights." + name + " must be a number within a million.");
    recipe.weights[name] = *value;
    recipe.lines["weights." + name] = key.source().begin.line;
  }
  return {};
}

}  // namespace

tl::unexpected<Error> bad_recipe(std::string_view name, uint32_t line, const std::string& what) {
  const std::string place = line ? "line " + std::to_string(line) + ": " : "";
  return fail(Code::invalid, "bad_recipe", "Recipe " + std::string(name) + ": " + place + what);
}

double Recipe::weight(std::string_view name) const {
  const auto at = weights.find(name);
  SOLEIL_CHECK(at != weights.end());
  return at->second;
}

double Recipe::weight_or(std::string_view name, double otherwise) const {
  const auto at = weights.find(name);
  return at == weights.end() ? otherwise : at->second;
}

bool is_recipe_name(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= kNameMax && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), fits);
}

std::string recipe_hash(std::string_view text) {
  return hex_encode(sha256(text)).substr(0, kHashDigits);
}

Result<Recipe> parse_recipe(std::string_view name, std::string_view text) {
  Recipe recipe;
  recipe.name = name;
  if (!is_recipe_name(name))
    return bad_recipe(name, 0, "a name is a small letter, then small letters, digits and _.");
  recipe.text = text;
  recipe.hash = recipe_hash(text);
  const toml::table file = SOLEIL_TRY(parse_toml(name, text));
  SOLEIL_TRY(only(file, {"version", "page_ms_max", "sources", "stages", "weights"}, recipe));
  recipe.version = SOLEIL_TRY(read_number(file, "version", 0, INT32_MAX, recipe));
  recipe.page_ms_max = SOLEIL_TRY(read_number(file, "page_ms_max", 50, kPageMsMax, recipe));
  SOLEIL_TRY(read_sources(file, recipe));
  SOLEIL_TRY(read_stages(file, recipe));
  SOLEIL_TRY(read_weights(file, recipe));
  return recipe;
}

}  // namespace soleil
