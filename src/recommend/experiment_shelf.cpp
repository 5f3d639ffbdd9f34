#include "recommend/experiment_shelf.h"

#include "recommend/experiment_file.h"

namespace soleil {

Result<Experiment> ExperimentShelf::read(const std::string& name, const std::string& text,
                                         const HasRecipe& has_recipe) const {
  Experiment out = SOLEIL_TRY(parse_experiment(name, text));
  for (const Arm& arm : out.arms)
    if (!has_recipe(arm.recipe))
      return bad_experiment(name, 0, "arm " + arm.name + ": no recipe " + arm.recipe + " runs.");
  for (const auto& [other, standing] : standings_) {
    if (other == name || !standing.running) continue;
    const Experiment& there = *standing.running;
    if (out.start_ms < there.end_ms && there.start_ms < out.end_ms)
      return bad_experiment(
          name, 0, "it overlaps in time with " + other + "; two at once would blur each other.");
  }
  return out;
}

void ExperimentShelf::set(const TomlFolder::Texts& texts, const HasRecipe& has_recipe) {
  std::erase_if(standings_, [&](const auto& one) { return !texts.contains(one.first); });
  for (const auto& [name, text] : texts) {
    ExperimentStanding& standing = standings_[name];
    standing.name = name;
    standing.text = text;
    auto experiment = read(name, text, has_recipe);
    standing.refused = experiment ? "" : experiment.error().what;
    if (experiment) standing.running = std::move(*experiment);
  }
}

Result<void> ExperimentShelf::check(const std::string& name, const std::string& text,
                                    const HasRecipe& has_recipe) const {
  SOLEIL_TRY(read(name, text, has_recipe));
  return {};
}

std::vector<ExperimentStanding> ExperimentShelf::standings() const {
  std::vector<ExperimentStanding> out;
  for (const auto& [name, standing] : standings_) out.push_back(standing);
  return out;
}

std::vector<Experiment> ExperimentShelf::experiments() const {
  std::vector<Experiment> out;
  for (const auto& [name, standing] : standings_)
    if (standing.running) out.push_back(*standing.running);
  return out;
}

}  // namespace soleil
