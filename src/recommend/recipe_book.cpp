#include "recommend/recipe_book.h"

#include <chrono>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "recommend/experiment_file.h"

namespace soleil {

const Pipeline& Edition::pipeline(std::string_view name) const {
  const auto at = pipelines.find(name);
  SOLEIL_CHECK(at != pipelines.end());
  return *at->second;
}

const Experiment* Edition::running(int64_t now_ms) const {
  for (const Experiment& experiment : experiments)
    if (experiment.runs_at(now_ms)) return &experiment;
  return nullptr;
}

RecipeBook::RecipeBook(StageParts parts, const BookFolders& folders, const Clock& clock, Log& log,
                       Metrics& metrics, TellRecipe tell)
    : parts_(parts),
      tell_(std::move(tell)),
      recipes_(folders.recipes),
      experiments_(folders.experiments),
      clock_(clock),
      log_(log),
      metrics_(metrics),
      refused_(metrics.gauge("soleil_recipes_refused", "Recipe files that are wrong, so not run")),
      changes_(metrics.counter("soleil_recipe_changes_total", "Recipes put in force")) {
  for (const std::string_view name : kFeedRecipes)
    SOLEIL_CHECK(try_text(std::string(name), std::string(builtin_recipe(name)), false));
  publish();
  refresh();
}

RecipeBook::~RecipeBook() {
  stop();
}

void RecipeBook::watch() {
  thread_ = std::thread([this] { run(); });
}

void RecipeBook::stop() {
  {
    std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RecipeBook::run() {
  std::unique_lock lock(stop_mutex_);
  while (!stop_.wait_for(lock, std::chrono::milliseconds(kEveryMs), [&] { return stopping_; })) {
    lock.unlock();
    refresh();
    lock.lock();
  }
}

// The files are few and small: reading them is simpler than trusting times of modification.
void RecipeBook::refresh() {
  std::lock_guard lock(mutex_);
  const auto texts = recipes_.read(), experiments = experiments_.read();
  if (!texts || !experiments) return;
  bool changed = forget_gone(*texts);
  for (const auto& [name, text] : *texts) changed |= try_text(name, text, true);
  if (changed || *experiments != experiment_texts_) {
    experiment_texts_ = *experiments;
    shelf_.set(*experiments, [this](const std::string& name) { return runs(name); });
    publish();
  }
  int64_t refused = 0;
  for (const auto& [name, page] : pages_) refused += !page.standing.refused.empty();
  for (const auto& standing : shelf_.standings()) refused += !standing.refused.empty();
  refused_.set(refused);
}

bool RecipeBook::runs(const std::string& recipe) const {
  const auto at = pages_.find(recipe);
  return at != pages_.end() && at->second.standing.running;
}

// True if the text is new and right: it runs from the next publish() on.
bool RecipeBook::try_text(const std::string& name, const std::string& text, bool from_file) {
  Page& page = pages_[name];
  RecipeStanding& standing = page.standing;
  const std::string hash = recipe_hash(text);
  if (page.tried == hash && standing.from_file == from_file) return false;
  page.tried = hash;
  standing.name = name;
  standing.from_file = from_file;
  auto recipe = parse_recipe(name, text);
  auto stages = recipe ? build_stages(*recipe, parts_) : tl::unexpected<Error>(recipe.error());
  if (!stages) return refuse(page, stages.error().what);
  if (const auto done = told({name, recipe->label(), hash, hex_encode(sha256(text))});
      !done && from_file) {
    page.tried.clear();
    return refuse(page, done.error().what);
  }
  log_.info("recipe_loaded", {{"recipe", recipe->label()}, {"hash", hash}});
  standing.running = std::make_shared<const Pipeline>(std::move(*recipe), std::move(*stages),
                                                      parts_.catalog, clock_, metrics_);
  standing.since_ms = clock_.now_ms();
  standing.refused.clear();
  changes_.add();
  return true;
}

bool RecipeBook::refuse(Page& page, const std::string& why) {
  page.standing.refused = why;
  page.standing.refused_ms = clock_.now_ms();
  log_.error("recipe_refused", {{"recipe", page.standing.name}, {"what", why}});
  return false;
}

// What is compiled in runs all the same: without it nobody would get a page.
Result<void> RecipeBook::told(const RecipeClaim& claim) const {
  if (!tell_) return {};
  const auto done = tell_(claim);
  if (!done) log_.error("recipe_not_told", {{"recipe", claim.name}, {"what", done.error().what}});
  return done;
}

bool RecipeBook::forget_gone(const TomlFolder::Texts& texts) {
  bool changed = false;
  for (auto at = pages_.begin(); at != pages_.end();) {
    const std::string& name = at->first;
    const std::string_view builtin = builtin_recipe(name);
    if (texts.contains(name) || !at->second.standing.from_file) {
      ++at;
    } else if (!builtin.empty()) {
      changed |= try_text(name, std::string(builtin), false);
      ++at;
    } else {
      (void)told({name, "", "", ""});  // what ranks nobody any more can't be kept in force
      at = pages_.erase(at);
      changed = true;
    }
  }
  return changed;
}

void RecipeBook::publish() {
  auto edition = std::make_shared<Edition>();
  for (const auto& [name, page] : pages_)
    if (page.standing.running) edition->pipelines[name] = page.standing.running;
  edition->experiments = shelf_.experiments();
  std::lock_guard lock(edition_mutex_);
  edition_ = std::move(edition);
}

std::vector<RecipeStanding> RecipeBook::standings() const {
  std::lock_guard lock(mutex_);
  std::vector<RecipeStanding> out;
  for (const auto& [name, page] : pages_) out.push_back(page.standing);
  return out;
}

std::vector<ExperimentStanding> RecipeBook::experiments() const {
  std::lock_guard lock(mutex_);
  return shelf_.standings();
}

std::string RecipeBook::refusal() const {
  std::lock_guard lock(mutex_);
  for (const auto& [name, page] : pages_)
    if (!page.standing.refused.empty()) return page.standing.refused;
  for (const auto& standing : shelf_.standings())
    if (!standing.refused.empty()) return standing.refused;
  return {};
}

Result<void> RecipeBook::put(const std::string& name, const std::string& toml) {
  SOLEIL_TRY(check_stages(SOLEIL_TRY(parse_recipe(name, toml))));
  SOLEIL_TRY(recipes_.write(name, toml));
  refresh();
  return {};
}

Result<void> RecipeBook::drop(const std::string& name) {
  if (!is_recipe_name(name))
    return fail(Code::not_found, "no_such_file", "No recipe has that name.");
  SOLEIL_TRY(recipes_.remove(name));
  refresh();
  return {};
}

Result<void> RecipeBook::put_experiment(const std::string& name, const std::string& toml) {
  {
    std::lock_guard lock(mutex_);
    SOLEIL_TRY(
        shelf_.check(name, toml, [this](const std::string& recipe) { return runs(recipe); }));
  }
  SOLEIL_TRY(experiments_.write(name, toml));
  refresh();
  return {};
}

Result<void> RecipeBook::drop_experiment(const std::string& name) {
  if (!is_recipe_name(name))
    return fail(Code::not_found, "no_such_file", "No experiment has that name.");
  SOLEIL_TRY(experiments_.remove(name));
  refresh();
  return {};
}

}  // namespace soleil
