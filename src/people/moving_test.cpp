#include "people/moving.h"

#include <doctest/doctest.h>

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
  const Moving moving(*w.catalog, w.people);
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

TEST_CASE("nobody is taken in whose home is elsewhere, or who comes in pieces") {
  PeopleWorld w;
  const Moving moving(*w.catalog, w.people);
  Deployment two = single_region("home", 1);
  two.regions.push_back(two.regions[0]);
  two.regions[0].countries = {*Country::parse("FR")};
  two.regions[0].others = false;
  two.regions[1].index = 2;
  const Gate gate(two, two.regions[0]);
  Belongings theirs{"0sbmtjnk02zw4", "eve", "Eve", "", "en", "hash", "US", "", {}, {}};
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
