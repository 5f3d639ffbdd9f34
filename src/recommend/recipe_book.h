// RecipeBook: the recipes in force, hot. A thread reads the data folder's recipes/*.toml four times
// a second; what changed is checked whole and takes effect at the next page; what is wrong is
// refused with its line and what ran before keeps running. A file named as a compiled-in recipe
// takes its place; without the file the compiled-in one is back; other names are variants, for
// experiments, whose files (experiment_file.h) are watched in the same way. A page keeps the
// edition it began with. Thread-safe; current() never waits for a reload.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "recommend/experiment_shelf.h"
#include "recommend/pipeline.h"
#include "recommend/recipe_claim.h"
#include "recommend/stages.h"
#include "recommend/toml_folder.h"

namespace soleil {

struct BookFolders {
  std::string recipes, experiments;  // "": compiled-in recipes only; no experiments
};

struct Edition {                        // unchanging
  std::vector<Experiment> experiments;  // right ones; no two at a time
  const Experiment* running(int64_t now_ms) const;
  std::map<std::string, std::shared_ptr<const Pipeline>, std::less<>> pipelines;  // by recipe
  const Pipeline& pipeline(std::string_view name) const;  // a compiled-in name: always there
};

struct RecipeStanding {
  std::shared_ptr<const Pipeline> running;  // none: a variant that was never right
  std::string name;
  bool from_file = false;
  int64_t since_ms = 0;
  std::string refused;  // why the file there now does not run; "": it does
  int64_t refused_ms = 0;
};

class RecipeBook {
 public:
  static constexpr int64_t kEveryMs = 250;
  // Wrong files do not keep a server from starting. `tell` (may be null) hears of each recipe
  // before it runs; a file that it refuses does not run and is tried again at the next look.
  RecipeBook(StageParts parts, const BookFolders& folders, const Clock& clock, Log& log,
             Metrics& metrics, TellRecipe tell = nullptr);
  ~RecipeBook();  // as stop()

  void watch();  // starts the thread
  void stop();
  void refresh();  // one look at the folder, now

  std::shared_ptr<const Edition> current() const {
    std::lock_guard lock(edition_mutex_);
    return edition_;
  }
  std::vector<RecipeStanding> standings() const;  // by name
  std::string refusal() const;                    // the first of them; "": none
  // Checks, writes the file (durable) and puts it in force. invalid "bad_recipe", "recipe_too_big".
  Result<void> put(const std::string& name, const std::string& toml);
  // Takes the file away: a compiled-in recipe is back, a variant is gone. not_found.
  Result<void> drop(const std::string& name);
  std::vector<ExperimentStanding> experiments() const;                            // by name
  Result<void> put_experiment(const std::string& name, const std::string& toml);  // as put
  Result<void> drop_experiment(const std::string& name);

 private:
  struct Page {  // of the book: one name
    RecipeStanding standing;
    std::string tried;  // hash of the text last tried
  };
  void run();
  bool try_text(const std::string& name, const std::string& text, bool from_file);
  bool refuse(Page& page, const std::string& why);
  Result<void> told(const RecipeClaim& claim) const;
  bool forget_gone(const TomlFolder::Texts& texts);
  bool runs(const std::string& recipe) const;
  void publish();

  const StageParts parts_;
  const TellRecipe tell_;
  const TomlFolder recipes_, experiments_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  Gauge& refused_;
  Counter& changes_;
  mutable std::mutex mutex_;  // guards pages_; one reload at a time
  std::map<std::string, Page> pages_;
  ExperimentShelf shelf_;
  TomlFolder::Texts experiment_texts_;
  mutable std::mutex edition_mutex_;  // gcc 12's atomic shared_ptr unlocks its loads too weakly
  std::shared_ptr<const Edition> edition_;
  std::mutex stop_mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace soleil
