#include "people/erasure.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "people/handles.h"
#include "people/retention.h"
#include "platform/blob/adapters.h"
#include "support/people_world.h"
#include "support/unheard.h"

using namespace soleil;

TEST_SUITE_BEGIN("people");

namespace {

struct Leaving : PeopleWorld {
  std::unique_ptr<BlobStore> blobs = make_memory_blobs(clock);
  std::vector<WatchFact> told;
  bool deaf = false;
  Erasure erasure{
      *database, *blobs, *catalog, people, clock, [this](const WatchFact& fact) -> Result<void> {
        if (deaf) return fail(Code::unavailable, "no_log", "The log is away.");
        told.push_back(fact);
        return {};
      }};
  Account ada = person("ada"), bob = person("bob"), boss = person("boss");

  Leaving() {
    REQUIRE(people.accounts.set_role(boss.id, Role::administrator));
    REQUIRE(people.accounts.edit(ada.id, {"Ada of the boats", "I like boats", "fr"}));
    REQUIRE(people.sessions.open(ada.id, SessionKind::browser, "Firefox on Linux"));
  }
  int64_t count(const std::string& what) {
    auto rows = database->read_as(
        [&](Transaction& tx) { return tx.query("SELECT count(*) FROM " + what, {}); });
    REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : rows.error().what));
    return (*rows)[0].int_at(0);
  }
  int64_t left_of(AccountId id) {  // rows that name this person
    const std::string n = std::to_string(id.sql());
    return count("personal_credential WHERE account_id = " + n) +
           count("personal_session WHERE account_id = " + n) +
           count("personal_sign_in_link WHERE account_id = " + n) +
           count("personal_residence WHERE account_id = " + n) +
           count("personal_upload WHERE account_id = " + n) +
           count("personal_like WHERE account_id = " + n) +
           count("personal_follow WHERE follower_id = " + n + " OR followee_id = " + n) +
           count("personal_control WHERE viewer_id = " + n) +
           count("personal_report WHERE reporter_id = " + n) +
           count("personal_key WHERE person_id = " + n) + count("video WHERE author_id = " + n) +
           count("account WHERE id = " + n +
                 " AND (display_name <> '' OR bio <> '' OR handle LIKE '%ada%')");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Leaving, "who erases their account leaves a number and nothing else") {
  const VideoId hers = publish(ada.id, "A boat", {"boats"}), his = publish(bob.id, "A train");
  const std::string file = "personal/source/" + ada.id.text() + "/sha";
  REQUIRE(blobs->put(file, "the file as she sent it"));
  REQUIRE(people.likes.like(ada.id, his));
  REQUIRE(people.likes.like(bob.id, hers));
  REQUIRE(people.follows.follow(ada.id, bob.id));
  REQUIRE(people.follows.follow(bob.id, ada.id));
  REQUIRE(people.controls.mute(viewer_of(ada.id), MuteKind::word, "trains"));
  REQUIRE(people.reports.report(viewer_of(ada.id), *catalog->find(his), "spam", "again"));
  REQUIRE(left_of(ada.id) > 8);

  const auto done = erasure.erase(ada.id);
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  CHECK(left_of(ada.id) == 0);
  CHECK_FALSE(blobs->stat(file));
  CHECK_FALSE(catalog->find(hers));
  CHECK_FALSE(catalog->find_handle("ada"));
  CHECK(catalog->find(his)->like_count == 0);
  CHECK(catalog->find_account(bob.id)->follower_count == 0);
  CHECK(catalog->find_account(bob.id)->following_count == 0);
  CHECK((*people.controls.of(viewer_of(ada.id)))->mutes.empty());
  REQUIRE(told.size() == 1);
  CHECK_FALSE(std::get<TasteReset>(told[0]).keep_seen);
  CHECK(count("personal_report") == 1);  // the report stays, without who wrote it
  CHECK_FALSE(people.accounts.check_password("ada", "a long password"));
  CHECK(erasure.erase(ada.id).error().reason == "no_such_account");
  CHECK(left_of(bob.id) > 0);
}

TEST_CASE_FIXTURE(Leaving, "what a backup keeps of an erased person can't be opened any more") {
  const ViewerId her = viewer_of(ada.id);
  const std::string kept = *keys.ring.seal(her, DataClass::controls, "trains");
  const std::string wrapped = *keys.ring.wrapped(her);
  const auto receipt = erasure.erase(ada.id);
  REQUIRE(receipt);
  const auto note = parse_note(receipt->receipt);
  REQUIRE(note);
  CHECK(note->text.find(her.text()) != std::string::npos);
  CHECK(check_signature(keys.vault.verifier(), note->text, note->signatures.at(0)));
  const auto sealed = base64_decode(kept.substr(9));
  CHECK(keys.vault.open(her, wrapped, DataClass::controls, *sealed, "").error().reason ==
        "key_destroyed");
}

TEST_CASE_FIXTURE(Leaving, "an erasure that was cut short goes on when asked again") {
  publish(ada.id, "A boat");
  deaf = true;
  CHECK(erasure.erase(ada.id).error().reason == "no_log");
  CHECK(people.accounts.check_password("ada", "a long password"));  // she can ask again
  deaf = false;
  CHECK(erasure.erase(ada.id));
  CHECK(left_of(ada.id) == 0);
}

TEST_CASE_FIXTURE(
    Leaving, "the only administrator can't go, and the handles of erased people can't be taken") {
  CHECK(erasure.erase(boss.id).error().reason == "last_administrator");
  CHECK(people.accounts.check_password("boss", "a long password"));
  CHECK(check_handle(erased_handle(ada.id)).error().reason == "handle_reserved");
}
TEST_CASE_FIXTURE(Leaving, "what an order preserves is hidden, kept, told, and goes when it ends") {
  const VideoId held = publish(ada.id, "A boat"), other = publish(ada.id, "Another");
  auto orders = *Orders::open(*database, clock, ids, OrderSigner("a secret"), unheard);
  OrderDraft draft;
  draft.title = "Preserve it";
  draft.document_sha256 = std::string(64, 'a');
  draft.countries = {*Country::parse("US")};
  draft.action = OrderAction::preserve;
  draft.video = held;
  draft.signed_on = {2020, 1, 2};
  draft.expires_on = CivilDate{2030, 1, 1};
  const auto order = orders->propose(draft, bob.id);
  REQUIRE_MESSAGE(order.has_value(), (order ? "" : order.error().what));
  REQUIRE(orders->approve(order->id, boss.id));
  Erasure heedful{*database,   *blobs, *catalog,
                  people,      clock,  [](const WatchFact&) -> Result<void> { return {}; },
                  orders.get()};
  const std::string source = "personal/source/1";
  REQUIRE(catalog->find(held)->source_key == source);
  REQUIRE(blobs->put(source, "evidence"));

  const auto told = heedful.erase(ada.id);
  REQUIRE_MESSAGE(told.has_value(), (told ? "" : told.error().what));
  REQUIRE(told->held.size() == 1);
  CHECK(told->held.front().id == order->id);
  REQUIRE(catalog->find(held));
  CHECK(catalog->find(held)->state == VideoState::removed);
  CHECK_FALSE(catalog->find(other));

  TempFolder folder;
  auto facts = std::move(*open_fact_log("log://" + folder.path() + "/f", {}));
  Retention retention{*database, *blobs, *catalog, *facts, clock, {}, orders.get()};
  clock.advance_ms(60 * RetentionLimits::kDay);
  REQUIRE(retention.sweep());
  CHECK(catalog->find(held));
  CHECK(blobs->stat(source).has_value());
  clock.advance_ms(int64_t{11} * 365 * RetentionLimits::kDay);  // after the order's end
  REQUIRE(retention.sweep());
  CHECK_FALSE(catalog->find(held));
  CHECK_FALSE(blobs->stat(source).has_value());
}
