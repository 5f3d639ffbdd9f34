// What viewers ask of their feed: kept, limited, the same on both databases.
#include "people/control_book.h"

#include <doctest/doctest.h>

#include "platform/database/faulty_database.h"
#include "platform/database/migrations.h"
#include "support/people_world.h"

TEST_SUITE_BEGIN("people");

namespace soleil {
namespace {

int64_t rows(Database& database) {
  const auto found = database.read_as(
      [](Transaction& tx) { return tx.query("SELECT viewer_id FROM personal_control"); });
  return found ? static_cast<int64_t>(found->size()) : -1;
}

template <class A>
struct Kept {
  A adapter;
  std::unique_ptr<Database> database = adapter.open();
  ManualClock clock;
  SeededRandom random{3};
  IdMaker ids{clock, random, 1};
  std::unique_ptr<TestKeys> keys;
  ControlBook book{*migrated(), keys->ring, clock, PeopleLimits{}};
  Database* migrated() {
    REQUIRE(migrate(*database).has_value());
    keys = std::make_unique<TestKeys>(*database, clock, random);
    return database.get();
  }
  Kept() { REQUIRE(book.open().has_value()); }
};

}  // namespace

#define ADAPTERS SqliteMemory, Postgres

TEST_CASE_TEMPLATE("controls are kept over a restart, and none are kept for who asks nothing", A,
                   ADAPTERS) {
  if (!A::available()) return;
  Kept<A> kept;
  const ViewerId viewer = kept.ids.template make<ViewerId>();
  CHECK((*kept.book.of(viewer))->profiling);
  REQUIRE(kept.book
              .change(viewer, {.learning = false,
                               .length = 2,
                               .tags = {{"#Été", 2}, {"chess", -1}},
                               .languages = {{"fr-CA", 1}}})
              .has_value());
  REQUIRE(kept.book.mute(viewer, MuteKind::word, "  Brûlé   SUCRE ").has_value());
  REQUIRE(kept.book.mute(viewer, MuteKind::author, kept.ids.template make<AccountId>().text())
              .has_value());

  ControlBook again{*kept.database, kept.keys->ring, kept.clock, PeopleLimits{}};
  REQUIRE(again.open().has_value());
  const ControlsPtr read = *again.of(viewer);
  CHECK_FALSE(read->learning);
  CHECK(read->profiling);
  CHECK(read->length == 2);
  REQUIRE(read->tags.size() == 2);
  CHECK(read->tags[0].what == "été");
  CHECK(read->tags[1].level == -1);
  CHECK(read->languages.at(0).what == "fr");
  REQUIRE(read->mutes.size() == 2);
  CHECK(read->mutes[1].what == "brûlé sucre");

  // Back to the middle, nothing muted: the row is gone.
  REQUIRE(again.straighten(viewer).has_value());
  REQUIRE(again.change(viewer, {.learning = true}).has_value());
  const ControlsPtr muted = *again.of(viewer);  // kept: an unmute puts another in its place
  for (const Mute& mute : muted->mutes)
    REQUIRE(again.unmute(viewer, mute.kind, mute.what).has_value());
  CHECK(rows(*kept.database) == 0);
}

TEST_CASE_TEMPLATE("what is refused changes nothing", A, ADAPTERS) {
  if (!A::available()) return;
  Kept<A> kept;
  const ViewerId viewer = kept.ids.template make<ViewerId>();
  const auto refused = [&](const ControlsEdit& edit) {
    return reason_of(kept.book.change(viewer, edit));
  };
  CHECK(refused({.learning = false, .length = 3}) == "bad_level");
  CHECK(refused({.new_creators = -3}) == "bad_level");
  CHECK(refused({.tags = {{"surf", 1}, {"chess", 9}}}) == "bad_level");
  CHECK(refused({.tags = {{std::string(41, 'a'), 1}}}) == "bad_tag");
  CHECK(refused({.tags = {{"\xff", 1}}}) == "bad_tag");
  CHECK(refused({.languages = {{"not a language", 1}}}) == "bad_language");
  ControlsEdit many;
  for (int i = 0; i < 41; ++i) many.tags.push_back({"t" + std::to_string(i), 1});
  CHECK(refused(many) == "too_many_bends");
  const auto muted = [&](MuteKind kind, const std::string& what) {
    return reason_of(kept.book.mute(viewer, kind, what));
  };
  CHECK(muted(MuteKind::word, " .,! ") == "bad_word");
  CHECK(muted(MuteKind::word, std::string(41, 'a')) == "word_too_long");
  CHECK(muted(MuteKind::word, std::string(100'000, 'a')) == "word_too_long");
  CHECK(muted(MuteKind::word, "a\x01z") == "bad_word");
  CHECK(muted(MuteKind::sound, "nonsense") == "bad_id");
  CHECK(rows(*kept.database) == 0);
  CHECK_FALSE(is_bent(**kept.book.of(viewer)));

  for (int i = 0; i < 200; ++i) REQUIRE(muted(MuteKind::tag, "t" + std::to_string(i)).empty());
  CHECK(muted(MuteKind::tag, "one_more") == "too_many_mutes");
  CHECK(muted(MuteKind::tag, "t7").empty());  // is there already
  CHECK((*kept.book.of(viewer))->mutes.size() == 200);
}

TEST_CASE_TEMPLATE("a guest's controls end with their cookie, an account's stay", A, ADAPTERS) {
  if (!A::available()) return;
  Kept<A> kept;
  const ViewerId guest = kept.ids.template make<ViewerId>(),
                 member = kept.ids.template make<ViewerId>();
  REQUIRE(kept.database
              ->write([&](Transaction& tx) -> Result<void> {
                SOLEIL_TRY(
                    tx.run("INSERT INTO account (id, home, handle, display_name, created_ms)"
                           " VALUES ($1, 1, 'ada', 'Ada', 0)",
                           {member.sql()}));
                return {};
              })
              .has_value());
  for (const ViewerId viewer : {guest, member})
    REQUIRE(kept.book.mute(viewer, MuteKind::word, "spoiler").has_value());
  kept.clock.advance_ms(PeopleLimits{}.guest_ms - 1'000);
  REQUIRE(kept.book.sweep().has_value());
  CHECK((*kept.book.of(guest))->mutes.size() == 1);
  kept.clock.advance_ms(2'000);
  REQUIRE(kept.book.sweep().has_value());
  CHECK((*kept.book.of(guest))->mutes.empty());
  CHECK((*kept.book.of(member))->mutes.size() == 1);
  CHECK(rows(*kept.database) == 1);
}

TEST_CASE("what is muted is not in the database, and is closed when its viewer has gone") {
  Kept<SqliteMemory> kept;
  const ViewerId viewer = kept.ids.make<ViewerId>();
  REQUIRE(kept.book.mute(viewer, MuteKind::word, "marzipan").has_value());
  const auto stored = kept.database->read_as(
      [](Transaction& tx) { return tx.query("SELECT controls FROM personal_control"); });
  CHECK(is_sealed(stored->at(0).text_at(0)));
  const ControlsPtr open = *kept.book.of(viewer);
  CHECK(kept.book.of(viewer)->get() == open.get());
  kept.clock.advance_ms(ControlBook::kOpenMs + 1);
  REQUIRE(kept.book.sweep().has_value());
  CHECK(kept.book.of(viewer)->get() != open.get());  // opened anew
  CHECK((*kept.book.of(viewer))->mutes.at(0).what == "marzipan");
  // A key that is gone is told, and nobody gets a feed as if nothing were muted.
  kept.clock.advance_ms(ControlBook::kOpenMs + 1);
  REQUIRE(kept.book.sweep().has_value());
  REQUIRE(kept.keys->ring.destroy(viewer));
  CHECK(reason_of(kept.book.of(viewer)) == "key_destroyed");
}

TEST_CASE("a change reported as failed but done is seen all the same") {
  Kept<SqliteMemory> kept;
  const ViewerId viewer = kept.ids.make<ViewerId>();
  for (const FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed}) {
    FaultPlan plan;
    FaultyDatabase faulty{*kept.database, plan};
    ControlBook book{faulty, kept.keys->ring, kept.clock, PeopleLimits{}};
    REQUIRE(book.open().has_value());
    plan.fail_at(2, mode);  // the first call reads what is there
    CHECK_FALSE(book.mute(viewer, MuteKind::tag, "surf").has_value());
    CHECK((*book.of(viewer))->mutes.size() == static_cast<size_t>(rows(*kept.database)));
  }
}

}  // namespace soleil

TEST_SUITE_END();
