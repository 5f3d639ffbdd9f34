// ExperimentShelf: the experiments known by file, kept as texts change. One that is wrong, names a
// recipe that does not run, or shares time with another one that is right is refused; what was
// right under its name before goes on. Not thread-safe (RecipeBook guards it).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/experiment.h"
#include "recommend/toml_folder.h"

namespace soleil {

struct ExperimentStanding {
  std::string name, text;
  std::optional<Experiment> running;  // none: never right
  std::string refused;                // why the file there now does not count; "": it does
};

class ExperimentShelf {
 public:
  using HasRecipe = std::function<bool(const std::string&)>;
  void set(const TomlFolder::Texts& texts, const HasRecipe& has_recipe);
  // As set() would, of one more: invalid "bad_experiment".
  Result<void> check(const std::string& name, const std::string& text,
                     const HasRecipe& has_recipe) const;
  std::vector<ExperimentStanding> standings() const;
  std::vector<Experiment> experiments() const;

 private:
  Result<Experiment> read(const std::string& name, const std::string& text,
                          const HasRecipe& has_recipe) const;
  std::map<std::string, ExperimentStanding> standings_;
};

}  // namespace soleil
