#include "recommend/experiment_file.h"

#include <toml++/toml.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <initializer_list>

#include "recommend/recipe.h"

namespace soleil {
namespace {

uint32_t line_of(const toml::node* node) {
  return node ? node->source().begin.line : 0;
}

struct Reader {
  std::string_view name;
  const toml::table& table;

  tl::unexpected<Error> bad(const toml::node* node, const std::string& what) const {
    return bad_experiment(name, line_of(node ? node : &table), what);
  }

  Result<void> only(std::initializer_list<std::string_view> known) const {
    for (const auto& [key, node] : table)
      if (std::find(known.begin(), known.end(), key.str()) == known.end())
        return bad_experiment(name, key.source().begin.line,
                              "'" + std::string(key.str()) + "' is not known here.");
    return {};
  }

  Result<std::string> word(std::string_view key, std::string_view otherwise = "") const {
    const toml::node* node = table.get(key);
    const std::string value =
        node ? node->value<std::string>().value_or("") : std::string(otherwise);
    if (is_recipe_name(value)) return value;
    return bad(node, std::string(key) + " must be small letters, digits and _.");
  }

  Result<double> share(std::string_view key, std::optional<double> otherwise) const {
    const toml::node* node = table.get(key);
    const auto value = node ? node->value<double>() : otherwise;
    if (value && *value >= 0 && *value <= 1) return *value;
    return bad(node, std::string(key) + " must be 0 to 1.");
  }

  Result<int64_t> time(std::string_view key) const {
    const toml::node* node = table.get(key);
    const auto at = node ? node->value_exact<toml::date_time>() : std::nullopt;
    if (!at || !at->offset)
      return bad(node, std::string(key) + " must be a time with an offset: 2026-12-01T00:00:00Z.");
    using namespace std::chrono;
    const auto day = sys_days(
        year_month_day(year(at->date.year), month(at->date.month), std::chrono::day(at->date.day)));
    const auto clock = hours(at->time.hour) + minutes(at->time.minute) + seconds(at->time.second) -
                       minutes(at->offset->minutes);
    return duration_cast<milliseconds>(day.time_since_epoch() + clock).count();
  }
};

Result<Arm> read_arm(std::string_view name, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (!table) return bad_experiment(name, line_of(&node), "arms must be tables: [[arms]].");
  const Reader read{name, *table};
  SOLEIL_TRY(read.only({"name", "recipe", "share"}));
  std::string arm = SOLEIL_TRY(read.word("name"));
  std::string recipe = SOLEIL_TRY(read.word("recipe"));
  const double share = SOLEIL_TRY(read.share("share", std::nullopt));
  return Arm{std::move(arm), std::move(recipe), share};
}

Result<void> read_arms(const Reader& read, Experiment& out) {
  const toml::array* arms = read.table["arms"].as_array();
  if (!arms || arms->size() < 2 || arms->size() > kArmsMax)
    return read.bad(read.table.get("arms"), "there must be 2 to 8 [[arms]].");
  double sum = 0;
  for (const toml::node& node : *arms) {
    Arm arm = SOLEIL_TRY(read_arm(read.name, node));
    for (const Arm& other : out.arms)
      if (other.name == arm.name) return read.bad(&node, "two arms are named " + arm.name + ".");
    sum += arm.share;
    if (sum > 1 + 1e-9) return read.bad(&node, "the shares add up to more than 1.");
    out.arms.push_back(std::move(arm));
  }
  if (out.arms.front().share <= 0) return read.bad(&arms->front(), "the first arm needs a share.");
  return {};
}

}  // namespace

tl::unexpected<Error> bad_experiment(std::string_view name, uint32_t line,
                                     const std::string& what) {
  const std::string place = line ? "line " + std::to_string(line) + ": " : "";
  return fail(Code::invalid, "bad_experiment",
              "Experiment " + std::string(name) + ": " + place + what);
}

Result<Experiment> parse_experiment(std::string_view name, std::string_view text) {
  if (!is_recipe_name(name))
    return bad_experiment(name, 0, "a name is a small letter, then small letters, digits and _.");
  toml::table file;
  try {
    file = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return bad_experiment(name, error.source().begin.line, std::string(error.description()) + ".");
  }
  const Reader read{name, file};
  SOLEIL_TRY(read.only({"start", "end", "primary", "salt", "shadow_share", "arms"}));
  Experiment out;
  out.name = name;
  out.start_ms = SOLEIL_TRY(read.time("start"));
  out.end_ms = SOLEIL_TRY(read.time("end"));
  if (out.end_ms <= out.start_ms) return read.bad(file.get("end"), "end must be after start.");
  out.primary = SOLEIL_TRY(read.word("primary", "long_view_rate"));
  out.salt = SOLEIL_TRY(read.word("salt", name));
  out.shadow_share = SOLEIL_TRY(read.share("shadow_share", 0.2));
  SOLEIL_TRY(read_arms(read, out));
  return out;
}

}  // namespace soleil
