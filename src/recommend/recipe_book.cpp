#include "recommend/recipe_book.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "base/check.h"
#include "platform/files.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_file(const std::string& path) {
  const OwnedFd file = SOLEIL_TRY(open_plain_file(path));
  if (SOLEIL_TRY(file_size(file.get())) > static_cast<int64_t>(RecipeBook::kBytesMax))
    return fail(Code::too_large, "recipe_too_big", "A recipe is at most 64 KiB.");
  return read_at(file.get(), 0, RecipeBook::kBytesMax);
}

Result<void> write_file(const std::string& folder, const std::string& name,
                        const std::string& text) {
  SOLEIL_TRY(make_folders(folder));
  const std::string path = folder + "/" + name + ".toml", fresh = path + ".new";
  {
    const OwnedFd file = SOLEIL_TRY(open_file(fresh, O_WRONLY | O_CREAT | O_TRUNC));
    SOLEIL_TRY(write_all(file.get(), text));
    SOLEIL_TRY(sync_file(file.get()));
  }
  SOLEIL_TRY(rename_file(fresh, path));
  return sync_folder(folder);
}

}  // namespace

const Pipeline& Edition::pipeline(std::string_view name) const {
  const auto at = pipelines.find(name);
  SOLEIL_CHECK(at != pipelines.end());
  return *at->second;
}

RecipeBook::RecipeBook(StageParts parts, std::string folder, const Clock& clock, Log& log,
                       Metrics& metrics)
    : parts_(parts),
      folder_(std::move(folder)),
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
// Nothing: the folder could not be read just now.
std::optional<RecipeBook::Texts> RecipeBook::read_folder() const {
  Texts texts;
  std::error_code error;
  if (folder_.empty()) return texts;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".toml" || texts.size() == kFilesMax) continue;
    const auto text = read_file(at->path().string());
    if (text)
      texts[at->path().stem().string()] = *text;
    else if (text.error().code != Code::not_found)
      texts[at->path().stem().string()] = "# " + text.error().what;  // refused: it has no version
  }
  if (error && error != std::errc::no_such_file_or_directory) return std::nullopt;
  return texts;
}

void RecipeBook::refresh() {
  std::lock_guard lock(mutex_);
  const auto texts = read_folder();
  if (!texts) return;
  bool changed = forget_gone(*texts);
  for (const auto& [name, text] : *texts) changed |= try_text(name, text, true);
  if (changed) publish();
  int64_t refused = 0;
  for (const auto& [name, page] : pages_) refused += !page.standing.refused.empty();
  refused_.set(refused);
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
  if (!stages) {
    standing.refused = stages.error().what;
    standing.refused_ms = clock_.now_ms();
    log_.error("recipe_refused", {{"recipe", name}, {"what", standing.refused}});
    return false;
  }
  log_.info("recipe_loaded", {{"recipe", recipe->label()}, {"hash", hash}});
  standing.running =
      std::make_shared<const Pipeline>(std::move(*recipe), std::move(*stages), clock_, metrics_);
  standing.since_ms = clock_.now_ms();
  standing.refused.clear();
  changes_.add();
  return true;
}

bool RecipeBook::forget_gone(const Texts& texts) {
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
  edition_.store(std::move(edition));
}

std::vector<RecipeStanding> RecipeBook::standings() const {
  std::lock_guard lock(mutex_);
  std::vector<RecipeStanding> out;
  for (const auto& [name, page] : pages_) out.push_back(page.standing);
  return out;
}

std::string RecipeBook::refusal() const {
  std::lock_guard lock(mutex_);
  for (const auto& [name, page] : pages_)
    if (!page.standing.refused.empty()) return page.standing.refused;
  return {};
}

Result<void> RecipeBook::put(const std::string& name, const std::string& toml) {
  if (toml.size() > kBytesMax)
    return fail(Code::too_large, "recipe_too_big", "A recipe is at most 64 KiB.");
  SOLEIL_TRY(check_stages(SOLEIL_TRY(parse_recipe(name, toml))));
  if (folder_.empty()) return fail(Code::conflict, "no_recipes_folder", "There is no data folder.");
  SOLEIL_TRY(write_file(folder_, name, toml));
  refresh();
  return {};
}

Result<void> RecipeBook::drop(const std::string& name) {
  if (!is_recipe_name(name) || folder_.empty() ||
      ::unlink((folder_ + "/" + name + ".toml").c_str()) != 0)
    return fail(Code::not_found, "no_recipe_file", "There is no file of that name to take away.");
  SOLEIL_TRY(sync_folder(folder_));
  refresh();
  return {};
}

}  // namespace soleil
