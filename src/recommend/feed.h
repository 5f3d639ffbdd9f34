// Feed: the stage's front door. Gives pages and says why. One page at a time for a viewer, so that
// two tabs never get the same videos. Thread-safe; blocks at most kCatchUpMs for the viewer's own
// facts on their way to the model. With controls that say "no profile" the
// page is made of the public catalogue and `have` alone, and nothing of it is kept.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "model/controls.h"
#include "model/id.h"
#include "recommend/pages_on_the_way.h"
#include "recommend/recipe_book.h"

namespace soleil {

struct FeedSettings {
  BookFolders folders;               // recipe_book.h
  TellRecipe tell_recipe;            // recipe_claim.h
  size_t why_entries_max = 200'000;  // about 100 MB
};

struct FeedRequest {
  ViewerId viewer;
  FeedKind kind = FeedKind::for_you;
  std::string topic;
  size_t count = 6;
  std::vector<std::string> languages;
  std::optional<Country> country;    // where the request comes from; kept nowhere
  std::vector<VideoId> withheld;     // by orders, where it comes from: not to be shown; sorted
  std::vector<AccountId> followees;  // for FeedKind::following; ignored by the others
  std::optional<uint64_t> seed;      // default: from viewer and page number
  ControlsPtr controls;              // null: as for a viewer who asked for nothing
  std::vector<VideoId> have;         // what the asker has already, newest first: not to come again
};

class Feed {
 public:
  static constexpr int64_t kCatchUpMs = 50;
  static constexpr size_t kOnScreenMax = 12;  // videos last given that may still be on a screen
  static Result<std::unique_ptr<Feed>> open(Catalog& catalog, const Knowledge& knowledge,
                                            FactLog& facts, const Clock& clock, IdMaker& ids,
                                            Log& log, Metrics& metrics,
                                            const FeedSettings& settings);
  Page next(const FeedRequest& request);
  std::optional<Why> why(ViewerId viewer, VideoId video) const;
  ViewerTaste taste(ViewerId viewer) const;  // of all that was durable before the call
  void forget(ViewerId viewer);              // the stored reasons
  RecipeBook& recipes() { return recipes_; }

 private:
  Feed(Catalog& catalog, const Knowledge& knowledge, FactLog& facts, const Clock& clock,
       IdMaker& ids, Log& log, Metrics& metrics, const FeedSettings& settings);
  Query query_of(const FeedRequest& request) const;
  // The recipe that serves this page, and into `query` and `shadows` the experiment it is part of.
  const Pipeline& choose(const Edition& edition, const FeedRequest& request, Query& query,
                         Pipeline::Shadows& shadows) const;
  void look_back(std::span<const VideoId> served, Query& query) const;  // fills query.before
  void profile(const FeedRequest& request, Query& query) const;
  Page profiled(const Edition& edition, const FeedRequest& request);
  static Query second_chance(Query query, bool told);
  const Catalog& catalog_;
  const Knowledge& knowledge_;
  const Clock& clock_;
  IdMaker& ids_;
  ListedVideos listed_;
  mutable PagesOnTheWay on_the_way_;
  WhyMemory why_;
  Histogram& page_ms_;
  Counter &pages_, &empty_, &behind_;
  RecipeBook recipes_;
  std::array<std::mutex, 64> viewers_;  // by hash
};

}  // namespace soleil
