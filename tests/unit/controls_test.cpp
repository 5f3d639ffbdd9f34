// What a viewer asks of their feed: mutes, sliders, pause, reset, no profile.
#include "support/feed_world.h"

#include "recommend/scorers/bend_scorer.h"

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

struct Controlled : FeedWorld {  // 6 kinds, 20 authors, 120 videos, every third in French
  static constexpr const char* kKinds[] = {"surf", "chess", "bread", "rail", "moss", "tango"};
  static constexpr size_t kVideos = 120;
  std::vector<AccountId> authors;
  Controlled() {
    for (int i = 0; i < 20; ++i) authors.push_back(person("author" + std::to_string(i)));
    for (size_t i = 0; i < kVideos; ++i) {
      const VideoId id = publish(authors[i % 20], {kKinds[i % 6]}, i % 5 ? 8'000 : 120'000);
      VideoEdit edit{.title = "Number " + std::to_string(i) + (i % 7 ? "" : " Été")};
      if (i % 3 == 0) edit.language = "fr";
      REQUIRE(catalog->edit(id, edit).has_value());
    }
  }
  Page page_for(ViewerId viewer, const Controls& controls, FeedRequest request = {}) {
    request.viewer = viewer;
    request.controls = std::make_shared<const Controls>(controls);
    return page(request);
  }
  void swipe(ViewerId viewer, int pages, const char* liked, bool paused = false) {
    for (int i = 0; i < pages; ++i)
      for (const Candidate& c : page(viewer).videos) {
        Watched fact = watched(viewer, c.id, c.video->tags[0] == liked ? 1.0 : 0.1);
        fact.head.paused = paused;
        take(fact);
      }
  }
  template <class Wanted>
  int count(const Page& of, Wanted wanted) {
    int hits = 0;
    for (const Candidate& c : of.videos) hits += wanted(*c.video);
    return hits;
  }
  int64_t facts_kept() { return must(facts->end(kWatchTopic)); }
};

double term(const Candidate& candidate, std::string_view name) {
  for (const Contribution& one : candidate.contributions)
    if (one.name == name) return one.value;
  return 0;
}

}  // namespace

TEST_CASE_FIXTURE(Controlled, "a muted thing is never served, in no feed, until all is seen") {
  Controls controls;
  controls.mutes = {{MuteKind::tag, "chess", 0},
                    {MuteKind::author, authors[3].text(), 0},
                    {MuteKind::word, "ete", 0},
                    {MuteKind::sound, catalog->find(catalog->all()[2]->id)->sound.text(), 0}};
  const MuteSet mutes(controls);
  size_t allowed = 0;
  for (const VideoPtr& video : catalog->all()) allowed += !mutes.refuses(*video);
  REQUIRE(allowed < kVideos * 4 / 5);
  for (const bool profiling : {true, false}) {
    controls.profiling = profiling;
    const ViewerId viewer = guest();
    FeedRequest request;
    std::set<VideoId> met;
    for (int i = 0; i < 60; ++i) {
      const Page given = page_for(viewer, controls, request);
      for (const Candidate& c : given.videos) {
        CHECK_FALSE(mutes.refuses(*c.video));
        CHECK(met.insert(c.id).second);
        request.have.insert(request.have.begin(), c.id);
        if (profiling) take(watched(viewer, c.id, 0.8));
      }
    }
    CHECK(met.size() == allowed);  // mutes cost nothing else
  }
  const Page topic =
      page_for(guest(), controls, {.kind = FeedKind::topic, .topic = "chess", .count = 20});
  CHECK(topic.videos.empty());
  const Page followed =
      page_for(guest(), controls,
               {.kind = FeedKind::following, .count = 20, .followees = {authors[3], authors[4]}});
  CHECK(followed.videos.size() > 3);
  for (const Candidate& c : followed.videos) CHECK(c.video->author == authors[4]);
}

TEST_CASE_FIXTURE(Controlled, "filters tell why a muted thing was taken out") {
  Controls controls;
  controls.mutes = {{MuteKind::tag, "chess", 0}};
  swipe(guest(), 12, "chess");  // so that chess is popular
  const ViewerId viewer = guest();
  swipe(viewer, 3, "chess");
  bool told = false;
  for (const Removal& removal : page_for(viewer, controls).removed)
    told |= removal.filter == "muted" && removal.reason == "muted_tag";
  CHECK(told);
}

TEST_CASE_FIXTURE(Controlled, "sliders move the next page, and each shows in \"why\"") {
  const ViewerId viewer = guest();
  const auto is_moss = [](const Video& v) { return v.tags[0] == "moss"; };
  const auto is_french = [](const Video& v) { return v.language == "fr"; };
  const auto is_long = [](const Video& v) { return v.duration_ms > 100'000; };
  const FeedRequest ten{.count = 10, .seed = 4};
  const Page plain = page_for(viewer, {}, ten);
  const auto bent = [&](const Controls& controls) { return page_for(guest(), controls, ten); };
  CHECK(count(bent({.tags = {{"moss", 2}}}), is_moss) >= count(plain, is_moss) + 3);
  CHECK(count(bent({.tags = {{"moss", -2}}}), is_moss) == 0);
  CHECK(count(bent({.languages = {{"fr", 2}}}), is_french) >= 8);
  CHECK(count(bent({.languages = {{"fr", -2}}}), is_french) == 0);
  CHECK(count(bent({.length = 2}), is_long) >= 8);
  CHECK(count(bent({.length = -2}), is_long) == 0);
  Controls all{.new_creators = -1, .length = 1, .tags = {{"moss", 1}}, .languages = {{"fr", -1}}};
  for (const Candidate& c : page_for(viewer, all, ten).videos) {
    CHECK(term(c, "bend_tag") == (is_moss(*c.video) ? doctest::Approx(0.25) : 0.0));
    CHECK(term(c, "bend_language") == (is_french(*c.video) ? doctest::Approx(-0.25) : 0.0));
    CHECK(term(c, "bend_length") == doctest::Approx(0.2 * longness(c.video->duration_ms)));
    CHECK(term(c, "bend_new_creators") < -0.1);
  }
}

TEST_CASE_FIXTURE(Controlled, "the terms of \"why\" sum to the score of every served video") {
  Controls controls{.new_creators = 2, .length = -1, .tags = {{"moss", 2}, {"rail", -1}}};
  for (const bool profiling : {true, false}) {
    controls.profiling = profiling;
    const ViewerId viewer = guest();
    FeedRequest request{.count = 10};
    for (int i = 0; i < 22; ++i)
      for (const Candidate& c : page_for(viewer, controls, request).videos) {
        double sum = 0;
        for (const Contribution& one : c.contributions) sum += one.value;
        CHECK(std::abs(sum - c.score) <= 1e-6);
        request.have.push_back(c.id);
        if (profiling) {
          const auto why = feed->why(viewer, c.id);
          REQUIRE(why);
          CHECK(why->contributions.size() == c.contributions.size());
          take(watched(viewer, c.id, 0.5));
        }
      }
  }
}

TEST_CASE("what a changed slider threw away comes again when nothing new is left") {
  FeedWorld world;
  for (int i = 0; i < 6; ++i) world.publish(world.person("a" + std::to_string(i)), {"surf"});
  const ViewerId viewer = world.guest();
  const auto first = ids_of(world.page(viewer));
  REQUIRE(first.size() == 6);
  world.take(world.watched(viewer, first[0], 1.0));
  CHECK(world.page(viewer).videos.empty());  // all of it may still be on a screen
  const auto again =
      ids_of(world.page(FeedRequest{.viewer = viewer, .have = {first[0], first[1]}}));
  CHECK(std::set<VideoId>(again.begin(), again.end()) ==
        std::set<VideoId>(first.begin() + 2, first.end()));
}

TEST_CASE_FIXTURE(Controlled, "newness halves in 30 days; length counts in octaves from 30 s") {
  const AccountId now = ids.make<AccountId>();
  CHECK(newness(now, clock.now_ms()) == doctest::Approx(1));
  CHECK(newness(now, clock.now_ms() + int64_t{30} * 86'400'000) == doctest::Approx(0.5));
  CHECK(longness(30'000) == doctest::Approx(0));
  CHECK(longness(240'000) == doctest::Approx(1));
  CHECK(longness(1) == -1);
  CHECK(longness(0) == -1);
  CHECK(longness(36'000'000) == 1);
}

TEST_CASE("while learning is paused nothing is learned, and nothing comes twice") {
  Controlled told, silent;  // one watches while paused, the other tells nothing of it
  ViewerId viewers[2];
  std::vector<VideoId> met[2];
  for (Controlled* world : {&told, &silent}) {
    const bool tells = world == &told;
    ViewerId& viewer = viewers[tells];
    viewer = world->guest();
    world->swipe(viewer, 3, "moss");
    world->learn();
    const auto before = world->learner->predict(viewer, ids_of(world->page(world->guest())));
    for (int i = 0; i < 5; ++i)
      for (const Candidate& c : world->page(viewer).videos) {
        met[tells].push_back(c.id);
        for (WatchFact fact : {WatchFact(world->watched(viewer, c.id, 1.0)),
                               WatchFact(Shared{world->head(viewer, c.id)}),
                               WatchFact(Liked{world->head(viewer, c.id)})}) {
          head_of(fact).paused = true;
          if (tells) world->take(fact);
        }
      }
    world->learn();
    CHECK(world->learner->taste(viewer).watched == 18);
  }
  CHECK(met[0] == met[1]);  // five pages of it did not move a thing
  std::vector<VideoId> asked;
  for (const VideoPtr& video : told.catalog->all()) asked.push_back(video->id);
  const auto with = told.learner->predict(viewers[1], asked);
  const auto without = silent.learner->predict(viewers[0], asked);
  for (size_t i = 0; i < asked.size(); ++i) {
    // What others enjoyed together fades with the time of the newest fact: the last digits move.
    CHECK(with[i].expected_watch() == doctest::Approx(without[i].expected_watch()).epsilon(1e-4));
    CHECK(with[i].like == doctest::Approx(without[i].like).epsilon(1e-4));
  }
  std::set<VideoId> seen(met[1].begin(), met[1].end());
  CHECK(seen.size() == met[1].size());
  for (const VideoId id : ids_of(told.page(viewers[1]))) CHECK_FALSE(seen.contains(id));
}

TEST_CASE_FIXTURE(Controlled, "\"not interested\" hides while paused too, and can be taken back") {
  const ViewerId viewer = guest();
  const Video refused = *page(viewer).videos[0].video;
  NotInterested no{head(viewer, refused.id)};
  no.head.paused = true;
  take(no);
  for (int i = 0; i < 5; ++i)
    for (const Candidate& c : page(viewer).videos) CHECK(c.video->author != refused.author);
  take(NotInterestedUndone{head(viewer, refused.id)});
  learn();
  CHECK(learner->taste(viewer).hidden.empty());
  bool back = false;
  for (int i = 0; i < 10; ++i)
    for (const Candidate& c : page(viewer).videos) back |= c.video->author == refused.author;
  CHECK(back);
}

TEST_CASE_FIXTURE(Controlled, "\"not interested\" can be taken back: its author is met again") {
  const ViewerId viewer = guest();
  const Video refused = *page(viewer).videos[0].video;
  take(NotInterested{head(viewer, refused.id)});
  take(NotInterestedUndone{head(viewer, refused.id)});
  bool back = false;
  for (int i = 0; i < 10; ++i)
    for (const Candidate& c : page(viewer).videos) back |= c.video->author == refused.author;
  CHECK(back);
}

TEST_CASE_FIXTURE(Controlled, "reset gives the feed of a new viewer") {
  clock.advance_ms(int64_t{30} * 86'400'000);  // none is owed exposures that a page would use up
  const ViewerId old = guest();
  swipe(old, 8, "moss");
  take(NotInterested{head(old, page(old).videos[0].id)});
  for (uint64_t seed = 1; seed < 20; ++seed) {
    if (seed == 10) start();  // and so after a restart
    take(TasteReset{head(old, {}), false});
    learn();
    CHECK(learner->taste(old).watched == 0);
    CHECK(learner->taste(old).hidden.empty());
    CHECK(learner->taste(old).seen.size() == 0);
    const FeedRequest fresh{.viewer = guest(), .count = 10, .seed = seed};
    FeedRequest again = fresh;
    again.viewer = old;
    const auto new_one = ids_of(page(fresh));
    CHECK(ids_of(page(again)) == new_one);
    swipe(old, 2, "surf");
  }
}

TEST_CASE_FIXTURE(Controlled, "reset can keep what was seen from coming again") {
  const ViewerId viewer = guest();
  std::set<VideoId> seen;
  for (int i = 0; i < 8; ++i)
    for (const VideoId id : ids_of(page(viewer))) {
      seen.insert(id);
      take(watched(viewer, id, 1.0));
    }
  take(TasteReset{head(viewer, {}), true});
  for (const VideoId id : ids_of(page(viewer))) CHECK_FALSE(seen.contains(id));
  CHECK(learner->taste(viewer).watched == 0);
  CHECK(learner->taste(viewer).tags.empty());
}

TEST_CASE_FIXTURE(Controlled, "without a profile nothing is kept and nothing known is used") {
  const ViewerId viewer = guest();
  swipe(viewer, 6, "moss");
  const int64_t before = facts_kept();
  Controls controls;
  controls.profiling = false;
  FeedRequest request{.count = 10, .languages = {"en"}, .seed = 7};
  const auto mine = ids_of(page_for(viewer, controls, request));
  const auto strangers = ids_of(page_for(guest(), controls, request));
  REQUIRE(mine.size() == 10);
  CHECK(mine == strangers);  // six pages of moss left no trace in it
  std::set<VideoId> met;
  for (int i = 0; i < 30; ++i)
    for (const Candidate& c : page_for(viewer, controls, request).videos) {
      CHECK(met.insert(c.id).second);
      const auto why = feed->why(viewer, c.id);
      CHECK_FALSE((why && why->recipe.starts_with("plain")));
      request.have.insert(request.have.begin(), c.id);
    }
  CHECK(met.size() == kVideos);
  for (const auto kind : {FeedKind::topic, FeedKind::following}) {
    const Page other = page_for(
        viewer, controls,
        {.kind = kind, .topic = kind == FeedKind::topic ? "rail" : "", .followees = {authors[1]}});
    CHECK_FALSE(other.videos.empty());
  }
  CHECK(facts_kept() == before);
}

TEST_CASE("facts of a viewer without a profile are not kept, but for reset") {
  Controls controls;
  WatchFact watched{Watched{{"fact-12345", ViewerId{7}}}},
      reset{TasteReset{{"reset-12345", ViewerId{7}}, false}};
  CHECK(may_keep(controls, watched));
  CHECK_FALSE(head_of(watched).paused);
  controls.learning = false;
  CHECK(may_keep(controls, watched));
  CHECK(head_of(watched).paused);
  const auto read = decode_fact(encode_fact(watched));
  REQUIRE(read.has_value());
  CHECK(head_of(*read).paused);
  const auto told = decode_fact(encode_fact(reset));
  REQUIRE(told.has_value());
  CHECK_FALSE(std::get<TasteReset>(*told).keep_seen);
  controls.profiling = false;
  CHECK_FALSE(may_keep(controls, watched));
  CHECK(may_keep(controls, reset));
  CHECK_FALSE(head_of(reset).paused);
}

}  // namespace soleil

TEST_SUITE_END();
