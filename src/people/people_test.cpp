#include "people/people.h"

#include <doctest/doctest.h>

#include <thread>

#include "people/device_words.h"
#include "people/handles.h"
#include "support/people_world.h"

TEST_SUITE_BEGIN("people");

namespace soleil {

TEST_CASE("handles") {
  for (const char* good : {"ada", "a.b_c", "a11", "0ne", "x.y.z", "thirty_characters_is_the_limit"})
    CHECK_MESSAGE(check_handle(good).has_value(), good);
  for (const char* bad : {"", "ab", ".ada", "ada.", "a..b", "Ada", "a b", "123", "___", "\u00e9lan",
                          "a/b", "../etc", "thirty_one_characters_are_too_many"})
    CHECK_MESSAGE(reason_of(check_handle(bad)) == "bad_handle", bad);
  CHECK(reason_of(check_handle("admin")) == "handle_reserved");
  CHECK(normal_handle(" @Ada ") == "ada");
}

TEST_CASE("a device is told in words, and nothing else is kept") {
  CHECK(device_words("Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0") ==
        "Firefox on Android");
  CHECK(device_words("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 "
                     "(KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1") ==
        "Safari on iPhone");
  CHECK(device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                     "Gecko) Chrome/119.0 Safari/537.36 Edg/119.0") == "Edge on Windows");
  CHECK(device_words("curl/7.88.1") == "curl");
  CHECK(device_words("<script>alert(1)</script>").empty());
}

TEST_CASE("attempts: a burst, then one at a time; bounded") {
  ManualClock clock;
  Attempts attempts(clock, 3, 1'000, 2);
  for (int i = 0; i < 3; ++i) CHECK(attempts.take("a") == 0);
  CHECK(attempts.take("a") == 1'000);
  CHECK(attempts.take("b") == 0);
  clock.advance_ms(999);
  CHECK(attempts.take("a") == 1);
  clock.advance_ms(1);
  CHECK(attempts.take("a") == 0);
  CHECK(attempts.take("a") == 1'000);
  for (int i = 0; i < 100; ++i) CHECK(attempts.take("k" + std::to_string(i)) == 0);
  CHECK(address_key("192.0.2.1") != address_key("192.0.2.2"));
  CHECK(address_key("2001:db8::1") == address_key("2001:db8:0:0:ffff::2"));
  CHECK(address_key("2001:db8::1") != address_key("2001:db8:0:1::1"));
}

TEST_CASE("guests cannot be guessed") {
  ManualClock clock;
  SeededRandom random(3);
  IdMaker ids(clock, random, 1);
  const Guests guests("key", ids), others("other key", ids);
  const ViewerId guest = guests.make();
  CHECK(guests.viewer(guests.cookie(guest)) == guest);
  CHECK_FALSE(others.viewer(guests.cookie(guest)));
  CHECK_FALSE(guests.viewer(guest.text()));
  CHECK_FALSE(guests.viewer(guest.text() + "."));
  CHECK_FALSE(guests.viewer(guests.make().text() + guests.cookie(guest).substr(13)));
  CHECK(guests.csrf(guest) != guests.cookie(guest).substr(14));
}

TEST_CASE("registering and signing in") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  CHECK(ada.role == Role::creator);
  CHECK(ada.display_name == "ada");
  CHECK(w.catalog->find_handle("ada")->id == ada.id);
  auto& accounts = w.people.accounts;
  CHECK(reason_of(accounts.register_person({"Ada", "a long password"}, w.residence)) ==
        "handle_taken");
  CHECK(reason_of(accounts.register_person({"bob", "short"}, w.residence)) == "password_too_short");
  CHECK(reason_of(accounts.register_person({"bob", std::string(201, 'x')}, w.residence)) ==
        "password_too_long");
  CHECK(reason_of(accounts.register_person({"bob", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"},
                                           w.residence)) == "password_not_text");
  CHECK(reason_of(accounts.register_person({"bob", "a long password", std::string(51, 'x')},
                                           w.residence)) == "display_name_too_long");
  CHECK(reason_of(accounts.register_person({"bob", "a long password", "\x01"}, w.residence)) ==
        "display_name_not_text");
  CHECK(accounts.check_password("@Ada", "a long password")->id == ada.id);
  CHECK(reason_of(accounts.check_password("ada", "another password")) == "wrong_credentials");
  CHECK(reason_of(accounts.check_password("nobody", "a long password")) == "wrong_credentials");
  CHECK(reason_of(accounts.check_password("ada", "")) == "wrong_credentials");
}

TEST_CASE("an account without a password cannot be signed in to with one") {
  PeopleWorld w;
  const auto imported = w.people.accounts.find_or_make({"luce", "", "Luce"});
  REQUIRE(imported.has_value());
  CHECK(w.people.accounts.find_or_make({"luce", "", "Other"})->id == imported->id);
  for (const char* guess : {"", "nobody has this password", "a long password"})
    CHECK(reason_of(w.people.accounts.check_password("luce", guess)) == "wrong_credentials");
  CHECK(
      w.people.accounts.change_password(imported->id, std::nullopt, "a new password").has_value());
  CHECK(w.people.accounts.check_password("luce", "a new password").has_value());
  CHECK(reason_of(w.people.accounts.change_password(imported->id, std::nullopt,
                                                    "third password")) == "wrong_password");
}

TEST_CASE("sessions: found by token, slid by use, over when unused, gone when revoked") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  Sessions& sessions = w.people.sessions;
  const auto first = *sessions.open(ada.id, SessionKind::browser, "Firefox on Linux");
  w.clock.advance_ms(10);
  const auto second = *sessions.open(ada.id, SessionKind::browser, "Safari on iPhone");
  CHECK(first.token.size() >= 43);
  CHECK((*sessions.find(first.token))->id == first.session.id);
  CHECK_FALSE((*sessions.find("guessed")).has_value());
  CHECK(sessions.list(ada.id)->at(0).id == second.session.id);
  CHECK(sessions.list(ada.id)->at(0).device == "Safari on iPhone");
  CHECK(is_sealed((*sessions.find(first.token))->device));  // as it is in the database
  CHECK(reason_of(sessions.revoke(bob.id, first.session.id)) == "no_such_session");
  CHECK((*sessions.find(first.token)).has_value());
  CHECK(sessions.revoke(ada.id, first.session.id).has_value());
  CHECK_FALSE((*sessions.find(first.token)).has_value());
  // Used every now and then, it lives on; left alone, it ends.
  for (int i = 0; i < 4; ++i) {
    w.clock.advance_ms(quick_limits().session_ms - 1);
    CHECK((*sessions.find(second.token)).has_value());
  }
  w.clock.advance_ms(quick_limits().session_ms + 1);
  CHECK_FALSE((*sessions.find(second.token)).has_value());
  CHECK(*sessions.sweep() == 1);
}

TEST_CASE("only hashes of tokens are stored, and a person has a bounded number of sessions") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  std::vector<OpenedSession> opened;
  for (int i = 0; i < quick_limits().sessions_max + 3; ++i) {
    w.clock.advance_ms(5);
    opened.push_back(*w.people.sessions.open(ada.id, SessionKind::browser, ""));
  }
  CHECK(w.people.sessions.list(ada.id)->size() == quick_limits().sessions_max);
  CHECK_FALSE((*w.people.sessions.find(opened[0].token)).has_value());
  CHECK((*w.people.sessions.find(opened.back().token)).has_value());
  auto rows = w.database->read_as(
      [&](Transaction& tx) { return tx.query("SELECT token_hash FROM personal_session"); });
  for (const Row& row : *rows)
    for (const auto& session : opened) CHECK(row.text_at(0) != session.token);
  REQUIRE(w.people.sessions.revoke_others(ada.id, opened.back().session.id).has_value());
  CHECK(w.people.sessions.list(ada.id)->size() == 1);
}

TEST_CASE("a sign-in link works once, and for a day") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  const std::string link = *w.people.accounts.make_link(ada.id);
  CHECK(reason_of(w.people.accounts.use_link("guess")) == "bad_link");
  CHECK(w.people.accounts.use_link(link)->id == ada.id);
  CHECK(reason_of(w.people.accounts.use_link(link)) == "bad_link");
  const std::string late = *w.people.accounts.make_link(ada.id);
  w.clock.advance_ms(quick_limits().sign_in_link_ms);
  CHECK(reason_of(w.people.accounts.use_link(late)) == "bad_link");
}

TEST_CASE("the first administrator gets a link until they have signed in") {
  PeopleWorld w;
  const std::string link = *w.people.accounts.bootstrap_administrator();
  REQUIRE_FALSE(link.empty());
  const std::string again = *w.people.accounts.bootstrap_administrator();
  CHECK(again != link);
  const auto account = w.people.accounts.use_link(again);
  REQUIRE(account.has_value());
  CHECK(account->role == Role::administrator);
  REQUIRE(w.people.sessions.open(account->id, SessionKind::browser, "").has_value());
  CHECK(w.people.accounts.bootstrap_administrator()->empty());
}

TEST_CASE("profiles are edited and shelved") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  ProfileEdit edit;
  edit.display_name = " Ada  L. ";
  edit.bio = "One\nTwo";
  edit.language = "fr";
  CHECK(w.people.accounts.edit(ada.id, edit).has_value());
  const auto now = w.catalog->find_account(ada.id);
  CHECK(now->display_name == "Ada L.");
  CHECK(now->bio == "One\nTwo");
  CHECK(now->language == "fr");
  edit = {};
  edit.bio = std::string(301, 'x');
  CHECK(reason_of(w.people.accounts.edit(ada.id, edit)) == "bio_too_long");
  edit = {};
  edit.display_name = "  ";
  CHECK(reason_of(w.people.accounts.edit(ada.id, edit)) == "display_name_empty");
  CHECK(w.opened()->find_account(ada.id)->bio == "One\nTwo");
}

TEST_CASE("following twice is following once") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  Follows& follows = w.people.follows;
  for (int i = 0; i < 2; ++i) CHECK(follows.follow(ada.id, bob.id).has_value());
  CHECK(w.catalog->find_account(bob.id)->follower_count == 1);
  CHECK(w.catalog->find_account(ada.id)->following_count == 1);
  CHECK(*follows.followees(ada.id) == std::vector<AccountId>{bob.id});
  CHECK(follows.followed_among(ada.id, {ada.id, bob.id})->size() == 1);
  for (int i = 0; i < 2; ++i) CHECK(follows.unfollow(ada.id, bob.id).has_value());
  CHECK(w.catalog->find_account(bob.id)->follower_count == 0);
  CHECK(reason_of(follows.follow(ada.id, ada.id)) == "follow_self");
  CHECK(reason_of(follows.follow(ada.id, AccountId{77})) != "");
  CHECK(w.catalog->find_account(ada.id)->following_count == 0);
}

TEST_CASE("a like counts once, and learning hears of it under one id") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId video = w.publish(ada.id);
  Likes& likes = w.people.likes;
  CHECK(likes.like(bob.id, video).has_value());
  w.clock.advance_ms(5'000);
  CHECK(likes.like(bob.id, video).has_value());
  CHECK(w.catalog->find(video)->like_count == 1);
  REQUIRE(w.facts.size() == 2);
  CHECK(head_of(w.facts[0]).id == head_of(w.facts[1]).id);
  CHECK(head_of(w.facts[0]).viewer == viewer_of(bob.id));
  CHECK(likes.liked_among(bob.id, {video})->contains(video));
  CHECK(likes.unlike(bob.id, video).has_value());
  CHECK(likes.unlike(bob.id, video).has_value());
  CHECK(w.catalog->find(video)->like_count == 0);
  CHECK(w.facts.size() == 3);
  CHECK(std::holds_alternative<Unliked>(w.facts[2]));
  CHECK(likes.like(bob.id, video).has_value());
  CHECK(head_of(w.facts[3]).id != head_of(w.facts[0]).id);
  CHECK(w.opened()->find(video)->like_count == 1);
}

TEST_CASE("a like whose fact was lost is told again") {
  PeopleWorld w;
  const Account ada = w.person("ada");
  const VideoId video = w.publish(ada.id);
  w.facts_fail = true;
  CHECK(reason_of(w.people.likes.like(ada.id, video)) == "no_log");
  w.facts_fail = false;
  CHECK(w.people.likes.like(ada.id, video).has_value());
  CHECK(w.facts.size() == 1);
  CHECK(w.catalog->find(video)->like_count == 1);
}

TEST_CASE("many like and unlike at once: the count is what the rows say") {
  PeopleWorld w;
  const VideoId video = w.publish(w.person("ada").id);
  std::vector<Account> fans;
  for (int i = 0; i < 8; ++i) fans.push_back(w.person("fan" + std::to_string(i)));
  Likes likes(*w.database, *w.catalog, w.clock, [](const WatchFact&) { return Result<void>(); });
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 6; ++k) {
        CHECK(likes.like(fans[i].id, video).has_value());
        if (i % 2 == 0) CHECK(likes.unlike(fans[i].id, video).has_value());
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(w.catalog->find(video)->like_count == 4);
  CHECK(w.opened()->find(video)->like_count == 4);
}

TEST_CASE("what one may not see one cannot like; what one liked is listed newest first") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  const VideoId hidden = w.publish(ada.id);
  VideoEdit edit;
  edit.visibility = Visibility::only_me;
  REQUIRE(w.catalog->edit(hidden, edit).has_value());
  CHECK(reason_of(w.people.likes.like(bob.id, hidden)) == "no_such_video");
  std::vector<VideoId> videos;
  for (int i = 0; i < 3; ++i) videos.push_back(w.publish(ada.id));
  for (int i : {1, 0, 2}) {
    w.clock.advance_ms(10);
    REQUIRE(w.people.likes.like(bob.id, videos[i]).has_value());
  }
  CHECK(*w.people.likes.liked(bob.id, {}, 2) == std::vector<VideoId>{videos[2], videos[0]});
  CHECK(*w.people.likes.liked(bob.id, videos[0], 2) == std::vector<VideoId>{videos[1]});
}

TEST_CASE("reports are decided once, and a removal stays") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob"), judge = w.person("judge");
  const VideoId video = w.publish(ada.id);
  Reports& reports = w.people.reports;
  const VideoPtr seen = w.catalog->find(video);
  const auto one = reports.report(viewer_of(bob.id), *seen, "spam", "It sells\nthings");
  REQUIRE(one.has_value());
  CHECK(*reports.report(viewer_of(bob.id), *seen, "hate", "") == *one);
  const auto two = reports.report(ViewerId{5}, *seen, "other", "");
  CHECK(reason_of(reports.report(ViewerId{6}, *seen, "dislike", "")) == "bad_reason");
  CHECK(reason_of(reports.report(ViewerId{6}, *seen, "spam", std::string(5'000, 'x'))) ==
        "note_too_long");
  CHECK(reports.open(9)->size() == 2);
  CHECK(reports.open(9)->at(0).has_note);
  CHECK_FALSE(reports.open(9)->at(1).has_note);
  const auto rows = w.database->read_as(
      [](Transaction& tx) { return tx.query("SELECT note FROM personal_report ORDER BY id"); });
  CHECK(is_sealed(rows->at(0).text_at(0)));
  const auto peeked =
      w.keys.ring.open(viewer_of(bob.id), DataClass::reports, rows->at(0).text_at(0));
  CHECK(reason_of(peeked) == "needs_grant");
  CHECK(reason_of(reports.decide(*one, judge.id, Decision::remove, " ")) == "explanation_empty");
  CHECK_FALSE(reports.removal_reason(video)->has_value());
  CHECK(reports.decide(*one, judge.id, Decision::remove, "Advertising.").has_value());
  CHECK(w.catalog->find(video)->state == VideoState::removed);
  CHECK(reports.removal_reason(video)->value_or("") == "Advertising.");
  CHECK(reports.open(9)->empty());
  CHECK(reason_of(reports.decide(*two, judge.id, Decision::keep, "No.")) == "already_decided");
  CHECK(reason_of(reports.decide(ReportId{9}, judge.id, Decision::keep, "No.")) ==
        "no_such_report");
}

TEST_CASE("duties: given by others, taken back") {
  PeopleWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  Duties& duties = w.people.duties;
  CHECK_FALSE(duties.has(ada.id, Duty::legal).value());
  CHECK(duties.give(ada.id, Duty::legal, bob.id));
  CHECK(duties.give(ada.id, Duty::legal, bob.id));
  CHECK_FALSE(duties.give(bob.id, Duty::legal, bob.id));
  CHECK(duties.holders(Duty::legal).value() == std::vector<AccountId>{ada.id});
  CHECK(duties.take(ada.id, Duty::legal));
  CHECK(duties.holders(Duty::legal)->empty());
  CHECK_FALSE(parse_duty("magic"));
}

}  // namespace soleil
