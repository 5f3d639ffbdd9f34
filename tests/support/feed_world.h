// A catalogue, a fact log, a learner and a feed in memory, wired as main/ wires them.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "catalog/catalog.h"
#include "learning/fact_intake.h"
#include "learning/learner.h"
#include "platform/queue/adapters.h"
#include "recommend/feed.h"
#include "support/test_database.h"

namespace soleil {

struct FeedWorld {
  TestDatabase database;
  ManualClock clock;
  SeededRandom random{7};
  IdMaker ids{clock, random, 1};
  Log log{clock, Level::error};
  Metrics metrics;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<FactLog> facts = make_memory_fact_log({});
  std::unique_ptr<FactIntake> intake;
  std::unique_ptr<Learner> learner;
  std::unique_ptr<Feed> feed;
  FeedSettings settings;
  std::string snapshots;  // the learner's folder; "": none
  int fact_count = 0;

  FeedWorld() {
    catalog = must(Catalog::open(*database, clock, ids, CatalogLimits{}));
    start();
  }

  // As after a crash: only the catalogue's rows and the log are left.
  void start() {
    feed.reset();
    learner.reset();
    intake = std::make_unique<FactIntake>(*facts, metrics, 10'000);
    REQUIRE(intake->open().has_value());
    learner = must(Learner::open(*facts, *catalog, clock, log, metrics,
                                 {.window = 10'000, .marks = &intake->marks(),
                                  .snapshots = snapshots}));
    feed = must(Feed::open(*catalog, *learner, *facts, clock, ids, log, metrics, settings));
  }

  template <class T>
  static T must(Result<T> result) {
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().what));
    return std::move(*result);
  }

  AccountId person(const std::string& handle) {
    Account account;
    account.id = ids.make<AccountId>();
    account.handle = account.display_name = handle;
    const auto done = database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(
          tx.run("INSERT INTO account (id, home, handle, display_name, created_ms) "
                 "VALUES ($1, 1, $2, $2, 0)",
                 {account.id.sql(), handle}));
      return {};
    });
    REQUIRE(done.has_value());
    catalog->put_account(account);
    return account.id;
  }

  VideoId publish(AccountId author, std::vector<std::string> tags, int64_t duration_ms = 10'000) {
    clock.advance_ms(1'000);
    VideoDraft draft;
    draft.title = "a video";
    draft.tags = std::move(tags);
    draft.language = "en";
    const VideoId id = must(catalog->begin_upload(author, draft))->id;
    REQUIRE(catalog->uploaded(id, "personal/source/1", "hash").has_value());
    REQUIRE(catalog->set_media(id, "{}", 1, duration_ms, 360, 640, 100).has_value());
    return id;
  }

  ViewerId guest() { return ids.make<ViewerId>(); }

  void learn() {
    while (must(learner->step())) {
    }
  }
  Page page(const FeedRequest& request) {
    learn();
    return feed->next(request);
  }
  Page page(ViewerId viewer, size_t count = 6) {
    return page(FeedRequest{.viewer = viewer, .count = count});
  }

  FactHead head(ViewerId viewer, VideoId video) {
    clock.advance_ms(1'000);
    return {"fact-" + std::to_string(10'000 + fact_count++), viewer, video, clock.now_ms(),
            clock.now_ms()};
  }
  Watched watched(ViewerId viewer, VideoId video, double share) {
    Watched fact;
    fact.head = head(viewer, video);
    fact.duration_ms = catalog->find(video)->duration_ms;
    fact.watch_ms = static_cast<int64_t>(share * static_cast<double>(fact.duration_ms));
    fact.skipped = fact.watch_ms < 2'000;
    return fact;
  }
  FactIntake::Taken take(const WatchFact& fact) {
    return must(intake->accept(head_of(fact).viewer, {fact}));
  }
};

inline std::vector<VideoId> ids_of(const Page& page) {
  std::vector<VideoId> out;
  for (const Candidate& candidate : page.videos) out.push_back(candidate.id);
  return out;
}

}  // namespace soleil
