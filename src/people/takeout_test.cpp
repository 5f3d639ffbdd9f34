#include "people/takeout.h"

#include <doctest/doctest.h>

#include "support/people_world.h"
#include "support/temp_folder.h"

namespace soleil {

TEST_SUITE_BEGIN("people");

namespace {

struct TakeoutWorld : PeopleWorld {
  TempFolder folder;
  std::unique_ptr<FactLog> log = std::move(*open_fact_log("log://" + folder.path() + "/f", {}));
  Takeout takeout{*database, *catalog, people, *log};

  void watch(AccountId who, VideoId video, const std::string& id) {
    Liked fact{{id, viewer_of(who), video, clock.now_ms(), clock.now_ms()}};
    REQUIRE(log->append(kWatchTopic, encode_fact(fact)).has_value());
  }
  std::string stored_country(AccountId who) {
    const auto rows = database->read_as([&](Transaction& tx) {
      return tx.query("SELECT country FROM personal_residence WHERE account_id = $1", {who.sql()});
    });
    REQUIRE(rows.has_value());
    return rows->empty() ? "" : (*rows)[0].text_at(0);
  }
};

}  // namespace

TEST_CASE("a person takes along all that is kept of them, opened, and nothing of anybody else") {
  TakeoutWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId boat = w.publish(bob.id, "A boat");
  REQUIRE(w.people.likes.like(ada.id, boat));
  REQUIRE(w.people.follows.follow(ada.id, bob.id));
  REQUIRE(w.people.controls.mute(viewer_of(ada.id), MuteKind::word, "spiders"));
  REQUIRE(w.people.controls.mute(viewer_of(bob.id), MuteKind::word, "clowns"));
  REQUIRE(w.people.sessions.open(ada.id, SessionKind::browser, "Firefox on Android"));
  REQUIRE(w.people.reports.report(viewer_of(ada.id), *w.catalog->find(boat), "spam", "It sells"));
  w.watch(ada.id, boat, "like-ada-1");
  w.watch(bob.id, boat, "like-bob-1");

  const auto rows = w.takeout.rows(ada);
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().what));
  const std::string text = json::serialize(*rows);
  for (const char* mine : {"A boat", "\"bob\"", "spiders", "Firefox on Android", "spam"})
    CHECK_MESSAGE(text.find(mine) != std::string::npos, mine);
  CHECK(text.find("clowns") == std::string::npos);
  CHECK(text.find("sealed:") == std::string::npos);
  CHECK(text.find("It sells") == std::string::npos);  // opened for nobody without a proof

  VideoEdit hide;
  hide.visibility = Visibility::only_me;
  hide.title = "A secret boat";
  REQUIRE(w.catalog->edit(boat, hide).has_value());
  CHECK(json::serialize(*w.takeout.rows(ada)).find("secret boat") == std::string::npos);

  const auto facts = w.takeout.facts(viewer_of(ada.id));
  REQUIRE(facts.has_value());
  CHECK(parse_json(*facts)->as_array().size() == 1);
  CHECK(facts->find("like-ada-1") != std::string::npos);
  CHECK(facts->find(bob.id.text()) == std::string::npos);
  CHECK(w.takeout.facts_since(viewer_of(ada.id), w.clock.now_ms())->size() == 1);
  CHECK(w.takeout.facts_since(viewer_of(ada.id), w.clock.now_ms() + 1)->empty());
  w.clock.advance_ms(5'000);
  for (int i = 0; i < 20; ++i) w.watch(bob.id, boat, "like-bob-1" + std::to_string(i));
  w.watch(ada.id, boat, "like-ada-2");
  CHECK(w.takeout.facts_since(viewer_of(ada.id), w.clock.now_ms())->size() == 1);
  CHECK(w.takeout.facts_since(viewer_of(ada.id), w.clock.now_ms() - 5'000)->size() == 2);
  const auto belonging = w.takeout.belonging(ada.id);
  CHECK(belonging->likes == 1);
  CHECK(belonging->follows == 1);
  CHECK(w.takeout.belonging(bob.id)->videos == 1);
}

TEST_CASE("a changed residence is sealed like the first, and read by its person") {
  TakeoutWorld w;
  const Account ada = w.person("ada");
  CHECK_FALSE((*w.takeout.residence(ada.id)).has_value());
  const auto home = w.gate.admit_newcomer(Country::parse("FR"), Errand::move);
  REQUIRE(w.people.accounts.change_residence(ada.id, *home).has_value());
  CHECK(w.stored_country(ada.id).starts_with("sealed:"));
  CHECK((*w.takeout.residence(ada.id))->country == "FR");
}

TEST_CASE("whoever reported hears what was decided, and nobody else does") {
  TakeoutWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob"), mod = w.person("mona");
  const VideoId boat = w.publish(bob.id, "A boat");
  const auto report =
      w.people.reports.report(viewer_of(ada.id), *w.catalog->find(boat), "spam", "It sells");
  REQUIRE(report.has_value());
  CHECK((*w.takeout.reports(viewer_of(ada.id))).at(0).state == "open");
  REQUIRE(w.people.reports.decide(*report, mod.id, Decision::keep, "No rule forbids boats."));
  const auto mine = w.takeout.reports(viewer_of(ada.id));
  REQUIRE(mine->size() == 1);
  CHECK(mine->at(0).state == "kept");
  CHECK(mine->at(0).explanation == "No rule forbids boats.");
  CHECK(mine->at(0).decided_ms > 0);
  CHECK(w.takeout.reports(viewer_of(bob.id))->empty());
}

TEST_SUITE_END();

}  // namespace soleil
