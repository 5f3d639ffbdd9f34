// RecipeBook: the recipes in force, hot. A thread reads the data folder's recipes/*.toml four times
// a second; what changed is checked whole and takes effect at the next page; what is wrong is
// refused with its line and what ran before keeps running. A file named as a compiled-in recipe
// takes its place; without the file the compiled-in one is back; other names are variants, for
// experiments. A page keeps the edition it began with. Thread-safe; current() never waits for a
// reload.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "recommend/pipeline.h"
#include "recommend/stages.h"

namespace soleil {

struct Edition {                                                                  // unchanging
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
  static constexpr size_t kFilesMax = 64, kBytesMax = 64 << 10;
  // folder "": compiled-in recipes only. Wrong files do not keep a server from starting.
  RecipeBook(StageParts parts, std::string folder, const Clock& clock, Log& log, Metrics& metrics);
  ~RecipeBook();  // as stop()

  void watch();  // starts the thread
  void stop();
  void refresh();  // one look at the folder, now

  std::shared_ptr<const Edition> current() const { return edition_.load(); }
  std::vector<RecipeStanding> standings() const;  // by name
  std::string refusal() const;                    // the first of them; "": none
  // Checks, writes the file (durable) and puts it in force. invalid "bad_recipe", "recipe_too_big".
  Result<void> put(const std::string& name, const std::string& toml);
  // Takes the file away: a compiled-in recipe is back, a variant is gone. not_found.
  Result<void> drop(const std::string& name);

 private:
  struct Page {  // of the book: one name
    RecipeStanding standing;
    std::string tried;  // hash of the text last tried
  };
  using Texts = std::map<std::string, std::string>;
  void run();
  std::optional<Texts> read_folder() const;
  bool try_text(const std::string& name, const std::string& text, bool from_file);
  bool forget_gone(const Texts& texts);
  void publish();

  const StageParts parts_;
  const std::string folder_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  Gauge& refused_;
  Counter& changes_;
  mutable std::mutex mutex_;  // guards pages_; one reload at a time
  std::map<std::string, Page> pages_;
  std::atomic<std::shared_ptr<const Edition>> edition_;
  std::mutex stop_mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace soleil
