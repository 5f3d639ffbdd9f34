// The feed and the learner together: what a viewer meets.
#include "support/feed_world.h"

#include <map>

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

struct Filled : FeedWorld {  // 6 kinds, 20 authors, 120 videos
  static constexpr const char* kKinds[] = {"surf", "chess", "bread", "rail", "moss", "tango"};
  std::vector<AccountId> authors;
  std::vector<VideoId> videos;
  Filled() {
    for (int i = 0; i < 20; ++i) authors.push_back(person("author" + std::to_string(i)));
    for (size_t i = 0; i < 120; ++i) videos.push_back(publish(authors[i % 20], {kKinds[i % 6]}));
  }
  bool is(VideoId id, const char* kind) const { return catalog->find(id)->tags.at(0) == kind; }
  void swipe(ViewerId viewer, int pages, const char* liked) {
    for (int i = 0; i < pages; ++i)
      for (const VideoId id : ids_of(page(viewer)))
        take(watched(viewer, id, is(id, liked) ? 1.0 : 0.1));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Filled, "a guest's first page is varied, and ten swipes later it is theirs") {
  const ViewerId viewer = guest();
  std::set<std::string> kinds;
  const Page first = page(viewer);
  REQUIRE(first.videos.size() == 6);
  for (const Candidate& c : first.videos) kinds.insert(c.video->tags[0]);
  CHECK(kinds.size() >= 4);
  swipe(viewer, 3, "moss");
  int hits = 0;
  for (const VideoId id : ids_of(page(viewer))) hits += is(id, "moss");
  CHECK(hits >= 3);
}

TEST_CASE("contacts do not steer For You: other follows, same feed") {
  Filled alone, social;  // the same world twice: same ids, same facts
  std::vector<VideoId> fed[2];
  for (Filled* world : {&alone, &social}) {
    const ViewerId viewer = world->guest();
    FeedRequest request{.viewer = viewer};
    if (world == &social) request.followees = {world->authors[3], world->authors[4]};
    for (int i = 0; i < 6; ++i)
      for (const VideoId id : ids_of(world->page(request))) {
        fed[world == &social].push_back(id);
        world->take(world->watched(viewer, id, world->is(id, "surf") ? 1.0 : 0.2));
      }
  }
  REQUIRE(fed[0].size() == 36);
  CHECK(fed[0] == fed[1]);
}

TEST_CASE("a page the learner does not know of yet changes what comes next as if it did") {
  Filled hasty, patient;  // the same world twice
  std::vector<VideoId> fed[2];
  for (Filled* world : {&hasty, &patient}) {
    const ViewerId viewer = world->guest();
    for (int i = 0; i < 5; ++i) {
      const Page next = world->feed->next({.viewer = viewer, .count = 6});
      for (const Candidate& one : next.videos) fed[world == &patient].push_back(one.id);
      if (world == &patient) world->learn();
    }
  }
  REQUIRE(fed[0].size() == 30);
  CHECK(std::set<VideoId>(fed[0].begin(), fed[0].end()).size() == 30);
  CHECK(fed[0] == fed[1]);
}

TEST_CASE_FIXTURE(Filled, "Following is by time, of the followed alone, and says nothing else") {
  const ViewerId viewer = guest();
  const Page followed = page(FeedRequest{.viewer = viewer,
                                         .kind = FeedKind::following,
                                         .count = 4,
                                         .followees = {authors[3], authors[4]}});
  REQUIRE(followed.videos.size() == 4);
  for (size_t i = 0; i < 4; ++i) {
    const Video& video = *followed.videos[i].video;
    CHECK((video.author == authors[3] || video.author == authors[4]));
    if (i) CHECK(video.published_ms <= followed.videos[i - 1].video->published_ms);
  }
}

TEST_CASE_FIXTURE(Filled, "a topic holds that topic only") {
  const Page topic =
      page(FeedRequest{.viewer = guest(), .kind = FeedKind::topic, .topic = "rail", .count = 20});
  CHECK(topic.videos.size() == 20);
  for (const VideoId id : ids_of(topic)) CHECK(is(id, "rail"));
}

TEST_CASE_FIXTURE(Filled, "no repeats while unseen videos remain; then what was never watched") {
  const ViewerId viewer = guest();
  std::set<VideoId> met;
  for (int i = 0; i < 20; ++i) {
    for (const VideoId id : ids_of(page(viewer))) CHECK(met.insert(id).second);
    if (i == 7) start();  // nor across a restart
  }
  CHECK(met.size() == videos.size());
  // Pages given to a tab that was closed: they may come again, but not what was watched.
  CHECK_FALSE(page(viewer).videos.empty());
  for (const VideoId id : met) take(watched(viewer, id, 1.0));
  learn();
  CHECK(page(viewer).videos.empty());
}

TEST_CASE_FIXTURE(Filled, "no author and no sound twice in a row, across pages too") {
  const ViewerId viewer = guest();
  AccountId last;
  for (int i = 0; i < 12; ++i) {
    for (const Candidate& c : page(viewer).videos) {
      CHECK(c.video->author != last);
      last = c.video->author;
      take(watched(viewer, c.id, is(c.id, "surf") ? 1.0 : 0.1));
    }
  }
}

TEST_CASE_FIXTURE(Filled, "the terms of every served score sum to it and are kept for \"why\"") {
  const ViewerId viewer = guest();
  swipe(viewer, 4, "bread");
  const Page last = page(viewer);
  for (const Candidate& c : last.videos) {
    const auto why = feed->why(viewer, c.id);
    REQUIRE(why);
    double sum = 0;
    for (const Contribution& term : why->contributions) sum += term.value;
    CHECK(sum == doctest::Approx(c.score).epsilon(1e-9));
    CHECK(why->score == c.score);
    CHECK(why->recipe.starts_with("for_you-"));
  }
  CHECK_FALSE(feed->why(guest(), last.videos[0].id));
}

TEST_CASE_FIXTURE(Filled, "\"not interested\" acts on the next page") {
  const ViewerId viewer = guest();
  const Page first = page(viewer);
  const Video refused = *first.videos[0].video;
  take(NotInterested{head(viewer, refused.id)});
  for (int i = 0; i < 22; ++i)  // until nothing else is left
    for (const Candidate& c : page(viewer).videos) CHECK(c.video->author != refused.author);
}

TEST_CASE_FIXTURE(Filled, "what is removed or made private is not served from then on") {
  const ViewerId viewer = guest();
  for (size_t i = 0; i < 100; ++i) {
    if (i % 2)
      REQUIRE(catalog->remove(videos[i]).has_value());
    else
      REQUIRE(catalog->edit(videos[i], {.visibility = Visibility::only_me}).has_value());
  }
  std::set<VideoId> met;
  for (int i = 0; i < 6; ++i)
    for (const VideoId id : ids_of(page(viewer))) met.insert(id);
  CHECK(met == std::set<VideoId>(videos.begin() + 100, videos.end()));
}

TEST_CASE("same state and seed, same page; another seed, another page") {
  std::vector<VideoId> pages[3];
  for (size_t i = 0; i < 3; ++i) {
    Filled world;
    pages[i] = ids_of(world.page(FeedRequest{.viewer = world.guest(), .seed = i == 2 ? 6 : 5}));
  }
  CHECK(pages[0] == pages[1]);
  CHECK(pages[0] != pages[2]);
}

TEST_CASE_FIXTURE(Filled, "nobody gets their own videos in For You") {
  const ViewerId viewer = viewer_of(authors[2]);
  for (int i = 0; i < 20; ++i)
    for (const Candidate& c : page(viewer).videos) CHECK(c.video->author != authors[2]);
}

TEST_CASE("every new video gets its exploration floor, even one that nobody likes") {
  FeedWorld world;
  for (int i = 0; i < 300; ++i)
    world.publish(world.person("a" + std::to_string(i)), {i % 2 ? "surf" : "chess"});
  world.clock.advance_ms(int64_t{30} * 86'400'000);
  std::vector<VideoId> fresh;
  for (int i = 0; i < 5; ++i)
    fresh.push_back(world.publish(world.person("n" + std::to_string(i)), {"chess"}));
  world.clock.advance_ms(int64_t{10} * 86'400'000);  // new, but no longer fresh
  for (int v = 0; v < 80; ++v) {
    const ViewerId viewer = world.guest();
    for (int i = 0; i < 4; ++i)
      for (const Candidate& c : world.page(viewer).videos)
        world.take(world.watched(viewer, c.id, c.video->tags[0] == "surf" ? 1.0 : 0.05));
  }
  world.learn();
  for (const VideoId id : fresh) CHECK(world.learner->exposures({&id, 1})[0].met >= 30);
}

TEST_CASE("the floor comes to loved and unloved alike, but to the unloved later") {
  FeedWorld world;
  for (int i = 0; i < 300; ++i)
    world.publish(world.person("a" + std::to_string(i)), {i % 2 ? "surf" : "chess"});
  world.clock.advance_ms(int64_t{30} * 86'400'000);
  std::vector<VideoId> fresh;  // nothing tells them apart before they are watched
  for (int i = 0; i < 10; ++i)
    fresh.push_back(world.publish(world.person("n" + std::to_string(i)), {}));
  std::map<VideoId, int> met_at;
  int impressions = 0;
  for (int v = 0; v < 200; ++v) {
    const ViewerId viewer = world.guest();
    for (int i = 0; i < 4; ++i)
      for (const VideoId id : ids_of(world.page(viewer))) {
        const auto at = std::find(fresh.begin(), fresh.end(), id);
        const bool loved = at != fresh.end() ? (at - fresh.begin()) % 2 : impressions % 2;
        world.take(world.watched(viewer, id, loved ? 1.0 : 0.05));
        ++impressions;
      }
    world.learn();
    for (const VideoId id : fresh)
      if (world.learner->exposures({&id, 1})[0].met >= 30) met_at.try_emplace(id, impressions);
  }
  REQUIRE(met_at.size() == fresh.size());
  double loved = 0, unloved = 0;
  for (size_t i = 0; i < fresh.size(); ++i) (i % 2 ? loved : unloved) += met_at[fresh[i]] / 5.0;
  CHECK(unloved > 1.1 * loved);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("learning");

TEST_CASE_FIXTURE(FeedWorld, "a fact counts once: sent twice, written twice, and after a restart") {
  const AccountId author = person("ada");
  const VideoId video = publish(author, {"surf"});
  const ViewerId viewer = guest();
  const Watched fact = watched(viewer, video, 1.0);
  CHECK(take(fact).accepted == 1);
  CHECK(take(fact).duplicates == 1);
  REQUIRE(facts->append(kWatchTopic, encode_fact(fact)));  // a writer that was told it had failed
  learn();
  CHECK(learner->taste(viewer).watched == 1);
  REQUIRE(learner->write_views().has_value());
  CHECK(catalog->find(video)->view_count == 1);
  start();
  CHECK(take(fact).duplicates == 1);
  learn();
  REQUIRE(learner->write_views().has_value());
  CHECK(learner->taste(viewer).watched == 1);
  CHECK(catalog->find(video)->view_count == 1);
  take(watched(viewer, video, 1.0));  // another one counts, and the first not again with it
  learn();
  REQUIRE(learner->write_views().has_value());
  CHECK(catalog->find(video)->view_count == 2);
}

TEST_CASE_FIXTURE(FeedWorld, "a crash before the views are written loses none") {
  const VideoId video = publish(person("ada"), {"surf"});
  const ViewerId viewer = guest();
  take(watched(viewer, video, 1.0));
  learn();
  start();  // without write_views()
  take(watched(viewer, video, 1.0));
  learn();
  REQUIRE(learner->write_views().has_value());
  CHECK(catalog->find(video)->view_count == 2);
}

TEST_CASE_FIXTURE(FeedWorld, "two seconds or half of a short video is a view; less is not") {
  const VideoId video = publish(person("ada"), {}, 3'000);
  const ViewerId viewer = guest();
  take(watched(viewer, video, 0.4));
  take(watched(viewer, video, 0.5));
  learn();
  REQUIRE(learner->write_views().has_value());
  CHECK(catalog->find(video)->view_count == 1);
}

TEST_CASE_FIXTURE(FeedWorld, "a rebuilt learner is the learner that was") {
  std::vector<VideoId> videos;
  const char* const tags[] = {"surf", "chess", "jazz"};
  for (int i = 0; i < 12; ++i)
    videos.push_back(publish(person("a" + std::to_string(i)), {tags[i % 3]}));
  VideoEdit tagged_late;  // what is read first at a start came last before it
  tagged_late.tags = {"golf", "jazz"};
  REQUIRE(catalog->edit(videos[0], tagged_late));
  const ViewerId viewer = guest();
  for (int i = 0; i < 8; ++i) take(watched(viewer, videos[i], i % 3 ? 1.0 : 0.1));
  take(Liked{head(viewer, videos[1])});
  learn();
  const auto before = learner->predict(viewer, videos);
  start();
  const auto after = learner->predict(viewer, videos);
  for (size_t i = 0; i < videos.size(); ++i) {
    CHECK(before[i].watch == after[i].watch);
    CHECK(before[i].like == after[i].like);
  }
}

TEST_CASE_FIXTURE(FeedWorld, "a running learner knows a fact well within a second") {
  const VideoId video = publish(person("ada"), {"surf"});
  const ViewerId viewer = guest();
  learner->start();
  take(watched(viewer, video, 1.0));
  CHECK(learner->catch_up(viewer, 1'000));
  CHECK(learner->taste(viewer).watched == 1);
  learner->stop();
  CHECK(catalog->find(video)->view_count == 1);
}

TEST_SUITE_END();

}  // namespace soleil
