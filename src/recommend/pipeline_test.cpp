// What a pipeline does when a stage stalls or fails: a page all the same.
#include "recommend/pipeline.h"

#include <doctest/doctest.h>

#include "recommend/selectors/newest_selector.h"
#include "support/feed_world.h"

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

// Gives what it is told to give, after the time it is told to take.
class ScriptedSource final : public Source {
 public:
  ScriptedSource(std::string name, ManualClock& clock, std::vector<VideoSlot> gives)
      : name_(std::move(name)), clock_(clock), gives_(std::move(gives)) {}
  std::string_view name() const override { return name_; }
  Result<void> find(const Query&, size_t, std::vector<VideoSlot>& out) const override {
    ++asked;
    clock_.advance_ms(takes_ms);
    out = gives_;
    if (fails) return fail(Code::unavailable, "down", "It is down.");
    return {};
  }
  int64_t takes_ms = 0;
  bool fails = false;
  mutable int asked = 0;

 private:
  const std::string name_;
  ManualClock& clock_;
  const std::vector<VideoSlot> gives_;
};

class RowHydrator final : public Hydrator {
 public:
  explicit RowHydrator(const Catalog& catalog) : catalog_(catalog) {}
  std::string_view name() const override { return "row"; }
  Result<void> complete(const Query&, Candidates& candidates) const override {
    for (Candidate& one : candidates) one.video = catalog_.find(one.id);
    return {};
  }

 private:
  const Catalog& catalog_;
};

struct Staged : FeedWorld {
  std::vector<VideoId> videos;
  std::vector<ScriptedSource*> sources;
  std::unique_ptr<Pipeline> pipeline;

  Staged() {
    const AccountId author = person("ada");
    for (int i = 0; i < 3; ++i) videos.push_back(publish(author, {"surf"}));
    Recipe recipe;
    recipe.name = "staged";
    recipe.page_ms_max = 50;
    Stages stages;
    for (const char* name : {"first", "second", "third"}) {
      const VideoSlot slot = catalog->slot(videos[sources.size()]);
      auto source = std::make_unique<ScriptedSource>(name, clock, std::vector{slot});
      sources.push_back(source.get());
      stages.sources.push_back(std::move(source));
      recipe.sources.push_back({name, 10});
    }
    stages.selector = std::make_unique<NewestSelector>();
    stages.page_hydrators.push_back(std::make_unique<RowHydrator>(*catalog));
    pipeline =
        std::make_unique<Pipeline>(std::move(recipe), std::move(stages), *catalog, clock, metrics);
  }
  size_t given() { return pipeline->run(Query{}, "page").videos.size(); }
  bool counted(const std::string& source, const std::string& outcome, int times) {
    const std::string line =
        "stage=\"" + source + "\",outcome=\"" + outcome + "\"} " + std::to_string(times) + "\n";
    return metrics.render().find(line) != std::string::npos;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Staged,
                  "behind a stalled source the others are skipped, counted, and a page is given") {
  sources[1]->takes_ms = 200;
  CHECK(given() == 2);  // what came before, and what the stalled one gave in the end
  CHECK(sources[2]->asked == 0);
  CHECK(counted("third", "late", 1));
}

TEST_CASE_FIXTURE(Staged, "a source that stalled rests, and the next page is not late") {
  sources[1]->takes_ms = 200;
  given();
  const int64_t began_ms = clock.monotonic_ms();
  CHECK(given() == 2);  // the first and the third
  CHECK(clock.monotonic_ms() == began_ms);
  CHECK(counted("second", "resting", 1));
  clock.advance_ms(Pipeline::kRestMs + 1);
  sources[1]->takes_ms = 0;
  CHECK(given() == 3);
}

TEST_CASE_FIXTURE(Staged, "the first source is asked whatever it takes, so that there is a page") {
  sources[0]->takes_ms = 10'000;
  CHECK(given() == 1);
  CHECK(given() == 1);
  CHECK(sources[0]->asked == 2);
}

TEST_CASE_FIXTURE(Staged, "a source that fails is passed over with what it gave") {
  sources[1]->fails = true;
  CHECK(given() == 2);
  CHECK(counted("second", "failed", 1));
}

TEST_CASE_FIXTURE(Staged, "what was removed since it was found is not given") {
  REQUIRE(catalog->remove(videos[0]).has_value());
  REQUIRE(catalog->erase(videos[1]).has_value());
  CHECK(given() == 1);
}

TEST_CASE_FIXTURE(FeedWorld, "no repeat in 10,000 swipes while unseen videos remain") {
  constexpr size_t kVideos = 10'040, kPageOf = 40;
  std::vector<AccountId> authors;
  for (int i = 0; i < 50; ++i) authors.push_back(person("author" + std::to_string(i)));
  for (size_t i = 0; i < kVideos; ++i)
    publish(authors[i % 50], {"tag" + std::to_string(i * 7 % 30)});
  start();
  const ViewerId viewer = guest();
  std::set<VideoId> met;
  for (size_t swipes = 0; swipes < 10'000;) {
    const Page given = page(viewer, kPageOf);
    REQUIRE(given.videos.size() == kPageOf);
    for (const Candidate& one : given.videos) {
      REQUIRE(met.insert(one.id).second);
      double sum = 0;
      for (const Contribution& term : one.contributions) sum += term.value;
      REQUIRE(std::abs(sum - one.score) < 1e-6);
      if (++swipes % 5 == 0) take(watched(viewer, one.id, 0.9));
    }
  }
  CHECK(met.size() == 10'000);
}

TEST_SUITE_END();

}  // namespace soleil
