#include "people/moving.h"

#include <doctest/doctest.h>

#include "model/moved.h"
#include "residency/region_keys.h"
#include "support/people_world.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

TEST_CASE("who moves takes along password, controls, follows and likes, once") {
  PeopleWorld w;
  const RegionKeys keys(std::string(32, 'k'));
  Region to;
  to.box_key = keys.box_key();
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId boat = w.publish(bob.id);
  REQUIRE(w.people.likes.like(ada.id, boat));
  REQUIRE(w.people.follows.follow(ada.id, bob.id));
  REQUIRE(w.people.controls.mute(viewer_of(ada.id), MuteKind::word, "spiders"));
  const Moving moving(*w.catalog, w.people, w.clock);
  const auto country = *Country::parse("FR");
  const auto sealed = moving.pack(*w.gate.admit(ada.id, Errand::move), country, "ada_two", to);
  REQUIRE(sealed.has_value());
  CHECK(sealed->bytes().find("spiders") == std::string::npos);
  CHECK(sealed->bytes().find("ada_two") == std::string::npos);

  const auto unsealed = keys.unseal(sealed->bytes());
  REQUIRE(unsealed.has_value());
  const auto moved = moving.take_in(*unsealed, w.gate);
  REQUIRE_MESSAGE(moved.has_value(), (moved ? "" : moved.error().what));
  CHECK(moved->id != ada.id);
  CHECK(w.people.accounts.check_password("ada_two", "a long password")->id == moved->id);
  CHECK(w.people.likes.liked_among(moved->id, {boat})->size() == 1);
  CHECK(w.people.follows.followees(moved->id) == std::vector<AccountId>{bob.id});
  CHECK((*w.people.controls.of(viewer_of(moved->id)))->mutes.at(0).what == "spiders");
  CHECK(moving.take_in(*unsealed, w.gate)->id == moved->id);  // asked again: the same move
  CHECK(w.catalog->find(boat)->like_count == 2);
}

TEST_CASE("what one watched in the last 30 days goes along, under the new number") {
  PeopleWorld w;
  const RegionKeys keys(std::string(32, 'k'));
  Region to;
  to.box_key = keys.box_key();
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId boat = w.publish(bob.id);
  const int64_t now_ms = w.clock.now_ms();
  const auto head = [&](const std::string& id, VideoId video) {
    return FactHead{id, viewer_of(ada.id), video, now_ms, now_ms};
  };
  Watched viewing{head("watch-0001", boat), "page", 4, 900};
  std::vector<WatchFact> kept{viewing, Liked{head("like-00001", boat)},
                              NotInterested{head("not-000001", boat)},
                              Shared{head("share-0001", VideoId{77})}};  // of no video here
  int64_t asked_since_ms = 0;
  std::vector<WatchFact> brought;
  const Moving moving(*w.catalog, w.people, w.clock,
                      {[&](ViewerId who, int64_t since_ms) -> Result<std::vector<WatchFact>> {
                         CHECK(who == viewer_of(ada.id));
                         asked_since_ms = since_ms;
                         return kept;
                       },
                       [&](ViewerId who, std::vector<WatchFact> facts) -> Result<void> {
                         for (const WatchFact& fact : facts) CHECK(head_of(fact).viewer == who);
                         brought = std::move(facts);
                         return {};
                       }});
  const auto sealed =
      moving.pack(*w.gate.admit(ada.id, Errand::move), *Country::parse("FR"), "ada_two", to);
  REQUIRE(sealed.has_value());
  CHECK(asked_since_ms == now_ms - Moving::kWatchedMs);
  w.clock.advance_ms(5'000);
  const auto moved = moving.take_in(*keys.unseal(sealed->bytes()), w.gate);
  REQUIRE_MESSAGE(moved.has_value(), (moved ? "" : moved.error().what));
  REQUIRE(brought.size() == 2);  // the like goes along as a like
  const auto* const watched = std::get_if<Watched>(&brought[0]);
  REQUIRE(watched);
  CHECK(watched->head.viewer == viewer_of(moved->id));
  CHECK(watched->head.at_ms == now_ms);
  CHECK(watched->head.received_ms == now_ms + 5'000);
  CHECK(watched->watch_ms == 900);
  CHECK(watched->page_id == kMovedPage);
  CHECK(fact_type(brought[1]) == "not_interested");
}

TEST_CASE("what was forgotten stays forgotten in the new home") {
  PeopleWorld w;
  const RegionKeys keys(std::string(32, 'k'));
  Region to;
  to.box_key = keys.box_key();
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId boat = w.publish(bob.id);
  const auto head = [&](const std::string& id) {
    return FactHead{id, viewer_of(ada.id), boat, w.clock.now_ms(), w.clock.now_ms()};
  };
  const std::vector<WatchFact> kept{Watched{head("watch-0001")}, TasteReset{head("reset-0001")},
                                    Watched{head("watch-0002")}};
  const Moving moving(
      *w.catalog, w.people, w.clock,
      {[&](ViewerId, int64_t) -> Result<std::vector<WatchFact>> { return kept; }, {}});
  const auto sealed =
      moving.pack(*w.gate.admit(ada.id, Errand::move), *Country::parse("FR"), "ada_two", to);
  REQUIRE(sealed.has_value());
  const auto theirs = decode_belongings(*keys.unseal(sealed->bytes()));
  REQUIRE(theirs.has_value());
  REQUIRE(theirs->watched.size() == 1);
  CHECK(head_of(theirs->watched[0]).id == "watch-0002");
}

TEST_CASE("a fact that does not move is not taken from another region") {
  PeopleWorld w;
  Belongings theirs{"0sbmtjnk02zw4", "eve", "Eve", "", "en", "hash", "FR", "", {}, {}, {}};
  theirs.watched = {TasteReset{{"reset-0001", ViewerId{5}, {}, 1, 1}}};
  CHECK(reason_of(decode_belongings(encode_belongings(theirs))) == "bad_belongings");
}

TEST_CASE("nobody is taken in whose home is elsewhere, or who comes in pieces") {
  PeopleWorld w;
  const Moving moving(*w.catalog, w.people, w.clock);
  Deployment two = single_region("home", 1);
  two.regions.push_back(two.regions[0]);
  two.regions[0].countries = {*Country::parse("FR")};
  two.regions[0].others = false;
  two.regions[1].index = 2;
  const Gate gate(two, two.regions[0]);
  Belongings theirs{"0sbmtjnk02zw4", "eve", "Eve", "", "en", "hash", "US", "", {}, {}, {}};
  CHECK(moving.take_in(encode_belongings(theirs), gate).error().reason == "home_elsewhere");
  theirs.country = "FR";
  CHECK(moving.take_in(encode_belongings(theirs), gate).has_value());
  theirs.arrival = "";
  CHECK(moving.take_in(encode_belongings(theirs), gate).error().reason == "bad_belongings");
  CHECK_FALSE(moving.take_in("{}", gate).has_value());
  CHECK_FALSE(moving.take_in("", gate).has_value());
}

TEST_SUITE_END();

}  // namespace soleil
