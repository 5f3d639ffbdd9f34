// Sources that learning feeds: what each of them finds for a viewer, and what it must not.
#include "recommend/sources/items_source.h"
#include "recommend/sources/local_source.h"
#include "recommend/sources/newcomers_source.h"
#include "recommend/sources/next_source.h"
#include "support/feed_world.h"

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

struct Sourced : FeedWorld {
  AccountId author = person("ada");

  VideoId publish_in(const std::string& language) {
    const VideoId id = publish(author, {"tag"});
    REQUIRE(catalog->edit(id, {.language = language}).has_value());
    return id;
  }
  Query query(ViewerId viewer) {
    learn();
    Query out;
    out.viewer = viewer;
    out.taste = learner->taste(viewer);
    out.now_ms = clock.now_ms();
    return out;
  }
  std::vector<VideoId> find(const Source& source, const Query& query, size_t count = 20) {
    std::vector<VideoSlot> slots;
    REQUIRE(source.find(query, count, slots).has_value());
    std::vector<VideoCard> cards;
    catalog->cards(slots, cards);
    std::vector<VideoId> out;
    for (const VideoCard& card : cards) out.push_back(card.id);
    return out;
  }
  void watch(ViewerId viewer, std::initializer_list<VideoId> videos, double share = 1.0) {
    for (const VideoId video : videos) take(watched(viewer, video, share));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Sourced, "next: what others went on to, never what the viewer has seen") {
  std::vector<VideoId> part;
  for (int i = 0; i < 4; ++i) part.push_back(publish(author, {"series"}));
  for (int i = 0; i < 5; ++i) watch(guest(), {part[0], part[1], part[2]});
  const ViewerId viewer = guest();
  const NextSource source(*catalog, *learner);
  CHECK(find(source, query(viewer)).empty());
  watch(viewer, {part[0]});
  CHECK(find(source, query(viewer)) == std::vector<VideoId>{part[1], part[2]});
  watch(viewer, {part[1]});
  CHECK(find(source, query(viewer)) == std::vector<VideoId>{part[2]});
  watch(viewer, {part[2]});
  CHECK(find(source, query(viewer)).empty());  // part one does not come after part three
}

TEST_CASE_FIXTURE(Sourced, "next: nothing follows a dull viewing, or comes over a long pause") {
  std::vector<VideoId> video;
  for (int i = 0; i < 4; ++i) video.push_back(publish(author, {"tag"}));
  for (int i = 0; i < 5; ++i) {
    const ViewerId other = guest();
    watch(other, {video[0]}, 0.1);
    watch(other, {video[1]});
    clock.advance_ms(40 * 60'000);
    watch(other, {video[2]});
  }
  learn();
  for (const VideoId one : video) CHECK(learner->next(one, 10).empty());
}

TEST_CASE_FIXTURE(Sourced, "items: what viewers of the same enjoyed, once the model was fitted") {
  std::vector<VideoId> red, blue;
  for (int i = 0; i < 8; ++i) {
    red.push_back(publish(author, {"r"}));
    blue.push_back(publish(author, {"b"}));
  }
  for (size_t i = 0; i < 48; ++i) {
    const ViewerId other = guest();
    for (size_t at = 0; at < 5; ++at) {
      const size_t which = (i / 2 + at * (1 + i % 3)) % 8;
      watch(other, {(i % 2 ? red : blue)[which]});
      watch(other, {(i % 2 ? blue : red)[which]}, 0.1);
    }
  }
  const ViewerId viewer = guest();
  watch(viewer, {red[0], red[1]});
  const ItemsSource source(*catalog, *learner);
  CHECK(find(source, query(viewer)).empty());
  learner->items().fit();
  const auto found = find(source, query(viewer), 4);
  REQUIRE(found.size() == 4);
  for (const VideoId id : found) CHECK(catalog->find(id)->tags.at(0) == "r");
}

TEST_CASE_FIXTURE(Sourced,
                  "local: popular in the languages of the country, of this request alone") {
  std::vector<VideoId> english, french;
  for (int i = 0; i < 5; ++i) {
    english.push_back(publish_in("en"));
    french.push_back(publish_in("fr"));
  }
  for (int i = 0; i < 3; ++i) watch(guest(), {english[0], french[1], french[2]});
  watch(guest(), {french[2]});
  const LocalSource source(*catalog, *learner);
  Query asked = query(guest());
  CHECK(find(source, asked).empty());
  asked.country = Country::parse("FR");
  CHECK(find(source, asked) == std::vector<VideoId>{french[2], french[1]});
  asked.country = Country::parse("JP");
  CHECK(find(source, asked).empty());
}

TEST_CASE_FIXTURE(Sourced, "newcomers: new, near the viewer's taste, the least exposed first") {
  const VideoId old = publish(author, {"surf"});
  clock.advance_ms(int64_t{20} * 86'400'000);
  const ViewerId viewer = guest();
  const VideoId liked = publish(author, {"surf"});
  watch(viewer, {liked});
  const AccountId stranger = person("bob");
  const VideoId met = publish(stranger, {"surf"}), fresh = publish(stranger, {"surf"}),
                done = publish(stranger, {"surf"}), other = publish(stranger, {"chess"});
  for (int i = 0; i < 3; ++i) watch(guest(), {met});
  for (int i = 0; i < 12; ++i) watch(guest(), {done});
  ListedVideos listed(*catalog, clock, metrics);
  const NewcomersSource source(*catalog, listed, *learner, 10, 14);
  CHECK(source.explores());
  const auto found = find(source, query(viewer));
  const auto at = [&](VideoId id) { return std::find(found.begin(), found.end(), id); };
  CHECK(at(fresh) < at(met));
  CHECK(at(met) != found.end());
  for (const VideoId not_offered : {old, liked, done}) CHECK(at(not_offered) == found.end());
  if (at(other) != found.end()) CHECK(at(met) < at(other));  // only its language is near
}

TEST_CASE_FIXTURE(Sourced,
                  "a country changes where candidates come from, and nothing that is kept") {
  std::vector<VideoId> videos;
  for (int i = 0; i < 8; ++i) videos.push_back(publish_in(i % 2 ? "fr" : "en"));
  const int64_t before = must(facts->end(kWatchTopic));
  page(FeedRequest{.viewer = guest(), .country = Country::parse("FR")});
  for (const FactRecord& record : must(facts->read(kWatchTopic, before, 10))) {
    CHECK(record.bytes.find("\"FR\"") == std::string::npos);
    CHECK(record.bytes.find("country") == std::string::npos);
  }
}

}  // namespace soleil

TEST_SUITE_END();
