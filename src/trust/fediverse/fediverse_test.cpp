#include "trust/fediverse/fediverse.h"

#include "support/fediverse_world.h"

namespace soleil {

TEST_SUITE_BEGIN("trust");

namespace {

using Types = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: who follows is told yes, and gets each answer") {
  CHECK(follow(anna) == "taken");
  CHECK(count() == 1);
  deliver_all();
  REQUIRE(types_at(anna + "/inbox") == Types{"Accept"});
  CHECK(away.posted[0].second.at("object").at("id").as_string() == anna + "/follows/1");

  say("cats", "We have no cats.\nNot <one>.\n\nReally.");
  say("cats", "We have one cat.");
  say("cats", "We should not have said so.", true);
  deliver_all();
  CHECK(types_at("https://social.example/inbox") == Types{"Create", "Update", "Delete"});
  const json::object& note = away.posted[1].second.at("object").as_object();
  const std::string content(note.at("content").as_string());
  CHECK(content.find("They sell &lt;my&gt; cat") != content.npos);
  CHECK(content.find("<p>We have no cats.<br>Not &lt;one&gt;.</p><p>Really.</p>") != content.npos);
  CHECK(content.find("/trust/log/policy#0") != content.npos);
  CHECK(note.at("contentMap").at("en").as_string() == content);
  CHECK(note.at("contentMap").at("fr").as_string().find("Faux") != std::string::npos);
  CHECK(away.posted[2].second.at("object").at("updated").as_string().size() == 20);
  CHECK(away.posted[3].second.at("object").at("type").as_string() == "Tombstone");
  CHECK(away.posted[1].second.at("id") != away.posted[2].second.at("id"));
  CHECK(rows("personal_fediverse_activity") == 0);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: nobody is taken at another's word") {
  const std::string key_id = anna + "#main-key";
  const json::object said = follow_of(anna);
  CHECK(post(said, {.key_id = key_id, .key = &our_key()}) == "bad_signature");
  CHECK(post(said, {.key_id = key_id, .age_ms = 3'700'000}) == "too_old");
  CHECK(post(said, {.key_id = key_id, .age_ms = -3'700'000}) == "too_old");
  CHECK(post(said, {.key_id = key_id, .host = "other.example"}) == "other_host");
  CHECK(post(said, {.key_id = key_id, .target = "/elsewhere"}) == "bad_signature");
  json::object changed = said;
  changed["object"] = anna;
  CHECK(post(said, {.key_id = key_id, .body_sent = json::serialize(changed)}) == "bad_digest");
  for (const char* name : {"host", "date", "digest"})
    CHECK(post(said, {.key_id = key_id, .leave_out = name}) == "not_covered");
  CHECK(post(said, {.key_id = "https://evil.example/users/eve#main-key"}) == "foreign_key");
  away.add_person("https://social.example/users/eve");
  CHECK(post(said, {.key_id = "https://social.example/users/eve#main-key"}) == "foreign_key");
  CHECK(post(said, {.key_id = "http://social.example/users/anna#main-key"}) == "not_https");
  CHECK(post(said, {.key_id = "https://social.example:8443/users/anna#main-key"}) == "bad_port");
  CHECK(count() == 0);
  CHECK(away.posted.empty());
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: an account that is not what it says is refused") {
  const auto tried = [&](const json::object& more) {
    const std::string eve = "https://evil.example/users/eve";
    away.add_person(eve, "", more);
    open();  // forgets keys
    return follow(eve);
  };
  CHECK(tried({{"id", "https://evil.example/users/other"}}) == "foreign_key");
  CHECK(tried({{"id", anna}}) == "foreign_inbox");
  CHECK(tried({{"inbox", "https://victim.example/inbox"}}) == "foreign_inbox");
  CHECK(tried({{"inbox", "http://evil.example/inbox"}}) == "not_https");
  CHECK(tried({{"endpoints", json::object{{"sharedInbox", "https://victim.example/inbox"}}}}) ==
        "foreign_inbox");
  CHECK(tried({{"publicKey", "none"}}) == "bad_actor");
  const json::object key{{"id", "https://evil.example/users/eve#main-key"},
                         {"owner", "https://evil.example/users/other"},
                         {"publicKeyPem", their_key().public_pem()}};
  away.add_person("https://evil.example/users/other");
  CHECK(tried({{"publicKey", key}}) == "foreign_key");
  CHECK(count() == 0);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: who goes leaves nothing behind") {
  CHECK(follow(anna) == "taken");
  say("cats", "We have no cats.");
  const json::object undo{
      {"id", anna + "/undo"}, {"type", "Undo"}, {"actor", anna}, {"object", follow_of(anna)}};
  const std::string eve = "https://social.example/users/eve";
  away.add_person(eve, "https://social.example/inbox");
  CHECK(follow(eve) == "taken");
  json::object by_eve = undo;
  by_eve["actor"] = anna;
  CHECK(post(by_eve, {.key_id = eve + "#main-key"}) == "taken");
  CHECK(count() == 2);  // and yet nobody went: the answer doesn't tell who follows
  json::object other = undo;
  other["object"] = json::object{{"type", "Like"}, {"id", "x"}};
  CHECK(post(anna, other) == "taken");
  CHECK(count() == 2);
  CHECK(post(anna, undo) == "taken");
  CHECK(count() == 1);
  deliver_all();
  CHECK(types_at(anna + "/inbox").empty());
  CHECK(types_at("https://social.example/inbox") == Types{"Create"});

  // Their server has forgotten eve: the Delete can't be checked by her key any more.
  const json::object gone{
      {"id", eve + "#delete"}, {"type", "Delete"}, {"actor", eve}, {"object", eve}};
  open();
  CHECK(post(gone, {.key_id = eve + "#other-key"}) == "taken");
  CHECK(count() == 1);
  away.documents[eve] = "410";
  open();
  CHECK(post(eve, gone) == "taken");
  CHECK(count() == 0);
  CHECK(rows_about_people() == 0);
  CHECK(post(eve, gone) == "taken");  // nobody that we know
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: a request that is played back does nothing") {
  const json::object said = follow_of(anna);
  CHECK(post(anna, said) == "taken");
  CHECK(post(anna, {{"id", anna + "/undo"},
                    {"type", "Undo"},
                    {"actor", anna},
                    {"object", anna + "/follows/1"}}) == "taken");
  CHECK(count() == 0);
  CHECK(post(anna, said) == "taken");
  CHECK(count() == 0);
  clock.advance_ms(2'000);
  CHECK(follow(anna, 2) == "taken");
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: what is not for us costs nothing") {
  for (const char* type : {"Create", "Like", "Announce", "Undo", "Delete", "Move"})
    CHECK(post(anna, {{"id", anna + "/1"}, {"type", type}, {"actor", anna}, {"object", anna}}) ==
          "taken");
  json::object elsewhere = follow_of(anna);
  elsewhere["object"] = "https://videos.example/fediverse/nobody";
  CHECK(post(anna, elsewhere) == "taken");
  CHECK(away.asked == 0);
  CHECK(rows_about_people() == 0);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: one host is not taken in without end") {
  limits.follows_burst = 5;
  limits.followers_per_host_max = 7;
  open();
  int taken = 0, later = 0, full = 0;
  for (int i = 0; i < 40; ++i) {
    if (i == 20) clock.advance_ms(60'000);
    const std::string who = "https://social.example/users/n" + std::to_string(i);
    away.add_person(who);
    const std::string said = follow(who);
    taken += said == "taken";
    later += said == "too_many_requests";
    full += said == "too_many_followers";
  }
  CHECK(taken == 7);
  CHECK(full == 3);
  CHECK(later == 30);
  CHECK(away.asked == 10);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: a server that fails waits alone, and is given up") {
  const std::string ben = "https://down.example/users/ben";
  away.add_person(ben);
  CHECK(follow(anna) == "taken");
  CHECK(follow(ben) == "taken");
  deliver_all();
  away.statuses[ben + "/inbox"] = 0;
  say("cats", "We have no cats.");
  say("dogs", "We have no dogs.");
  deliver_all();
  CHECK(types_at("https://social.example/inbox") == Types{"Create", "Create"});
  CHECK(types_at(ben + "/inbox") == Types{"Accept"});
  CHECK_FALSE(account->deliver_next(true).value());  // not before its time
  clock.advance_ms(limits.backoff_ms);
  CHECK(account->deliver_next(true).value());
  clock.advance_ms(limits.backoff_ms);
  CHECK_FALSE(account->deliver_next(true).value());  // longer each time
  away.statuses.erase(ben + "/inbox");
  clock.advance_ms(limits.backoff_ms);
  deliver_all(true);
  deliver_all();
  CHECK(types_at(ben + "/inbox") == Types{"Accept", "Create", "Create"});

  away.statuses[ben + "/inbox"] = 503;
  say("birds", "We have no birds.");
  deliver_all();
  for (int days = 0; days < 8; ++days) {
    clock.advance_ms(FediverseLimits::kDay);
    deliver_all(true);
  }
  CHECK(rows("personal_fediverse_delivery") == 0);
  CHECK(count() == 2);
  clock.advance_ms(23 * FediverseLimits::kDay);
  say("fish", "We have no fish.");
  deliver_all();
  deliver_all(true);
  CHECK(count() == 1);
  away.statuses["https://social.example/inbox"] = 410;
  say("bees", "We have no bees.");
  deliver_all();
  CHECK(count() == 0);
  CHECK(rows_about_people() == 0);
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: what was on its way is found again") {
  CHECK(follow(anna) == "taken");
  say("cats", "We have no cats.");
  open();  // as after a kill: nothing was delivered, all is in the database
  REQUIRE(account->publish());
  deliver_all();
  CHECK(types_at(anna + "/inbox") == Types{"Accept"});
  CHECK(types_at("https://social.example/inbox") == Types{"Create"});
  const json::object refused_one{{"x", 1}};
  away.statuses["https://social.example/inbox"] = 422;
  say("dogs", "We have no dogs.");
  deliver_all();
  away.statuses.clear();
  say("fish", "We have no fish.");
  deliver_all();
  CHECK(types_at("https://social.example/inbox") == Types{"Create", "Create"});
}

TEST_CASE_FIXTURE(FediverseWorld, "fediverse: the account as others find it") {
  const TrustActor& actor = account->actor();
  CHECK(actor.handle() == "@trust@videos.example");
  CHECK(webfinger_json(actor, "acct:trust@videos.example").at("links").as_array().size() == 2);
  CHECK(webfinger_json(actor, "acct:Trust@Videos.example").size() > 0);
  CHECK(webfinger_json(actor, actor.id()).size() > 0);
  CHECK(webfinger_json(actor, "acct:trust@other.example").empty());
  CHECK(webfinger_json(actor, "acct:anna@videos.example").empty());
  for (int i = 0; i < 45; ++i) say("r" + std::to_string(i), "No.");
  const auto all = statements->rumours();
  CHECK(outbox_json(actor, all, 0).at("totalItems").as_int64() == 45);
  CHECK(outbox_json(actor, all, 1).at("orderedItems").as_array().size() == 20);
  CHECK(outbox_json(actor, all, 3).at("orderedItems").as_array().size() == 5);
  CHECK_FALSE(outbox_json(actor, all, 3).contains("next"));
  CHECK(outbox_json(actor, all, 4).at("orderedItems").as_array().empty());
  CHECK(json::serialize(followers_json(actor, 7)).find("items\"") == std::string::npos);
}

TEST_SUITE_END();

}  // namespace soleil
