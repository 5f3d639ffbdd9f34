// No proof, no key: what two people and the public log open, and all that does not.
#include "residency/access_gate.h"

#include "ledger/proof_file.h"
#include "support/key_world.h"
#include "support/test_database.h"
#include "support/test_keys.h"

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {

constexpr int64_t kHour = 3'600'000;

struct Office : KeyWorld {
  TestDatabase database;
  IdMaker ids{clock, random, 1};
  TestKeys keys{*database, clock, random, must(folder.policy())};
  Touches touches{*database, *ledger, keys.ring, clock, random};
  AccessGate gate{*database, *ledger, keys.ring, touches, clock, ids};
  const ViewerId ada{ids.next()}, bob{ids.next()};
  const AccountId mo{ids.next()}, may{ids.next()}, max{ids.next()};

  Office() {
    for (const ViewerId person : {ada, bob}) {
      write(
          "INSERT INTO account (id, home, handle, display_name, created_ms) VALUES ($1, 1, $2, "
          "'', 0)",
          {person.sql(), person.text()});
      const std::string who = person == ada ? "ada" : "bob";
      const auto sealed = [&](DataClass data, const std::string& text) {
        return must(keys.ring.seal(person, data, text));
      };
      write("INSERT INTO personal_control (viewer_id, controls, updated_ms) VALUES ($1, $2, 1)",
            {person.sql(), sealed(DataClass::controls, who + "'s mutes")});
      for (const char* note : {"one", "two"})
        write(
            "INSERT INTO personal_report (id, video_id, reporter_id, reason, note, state, "
            "created_ms) VALUES ($1, $2, $3, 'spam', $4, 'open', 1)",
            {static_cast<int64_t>(ids.next()), video(), person.sql(),
             sealed(DataClass::reports, who + note)});
    }
  }
  int64_t video() {
    if (!video_id) {
      video_id = static_cast<int64_t>(ids.next());
      write(
          "INSERT INTO video (id, home, author_id, title, visibility, state, created_ms, "
          "updated_ms) VALUES ($1, 1, $2, '', 'public', 'published', 0, 0)",
          {video_id, ada.sql()});
    }
    return video_id;
  }
  void write(const std::string& sql, std::vector<SqlValue> values) {
    REQUIRE(database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(tx.run(sql, values));
      return {};
    }));
  }
  AccessDraft draft(std::vector<DataClass> scope = {DataClass::reports}) {
    return {ada, "moderation", "ticket 12", "FR", std::move(scope), 8};
  }
  AccessRequest asked(const AccessDraft& draft) {
    return must(gate.ask(draft, mo, Role::moderator));
  }
  AccessRequest granted(const AccessDraft& draft) {
    const AccessRequest request = asked(draft);
    must(gate.approve(request.id, may));
    return must(gate.approve(request.id, max));
  }
  std::vector<AccessedText> read(const AccessRequest& request) {
    for (int i = 0; i < 200; ++i) {
      auto out = gate.read(request.id, mo);
      if (out || out.error().reason != "not_published") return must(std::move(out));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }
  // What the gate shows the key service, to be spoilt.
  ReleaseRequest shown(const AccessRequest& request) {
    const Touch touch = must(touches.find(ada, static_cast<uint64_t>(request.counter)));
    const PersonKey key = must(touches.tag_key(ada));
    ReleaseRequest out{ada, must(keys.ring.wrapped(ada)), touch.disclosure, "", ""};
    out.entry = entry_text(access_entry(key, touch.disclosure, touch.made_ms));
    for (int i = 0; i < 200 && out.proof.empty(); ++i) {
      const auto proof = ledger->prove(LogName::access, static_cast<uint64_t>(touch.log_index));
      if (proof) out.proof = *proof;
      std::this_thread::sleep_for(std::chrono::milliseconds(proof ? 0 : 10));
    }
    return out;
  }
  int64_t video_id = 0;
};

std::vector<std::string> texts(const std::vector<AccessedText>& all) {
  std::vector<std::string> out;
  for (const AccessedText& one : all) out.push_back(one.text);
  return out;
}

}  // namespace

TEST_CASE_FIXTURE(Office, "two others and the log open the scope, and nothing else") {
  const AccessRequest request = asked(draft());
  CHECK(reason_of(gate.read(request.id, mo)) == "not_granted");
  CHECK(reason_of(gate.approve(request.id, mo)) == "needs_two_others");
  CHECK(reason_of(gate.approve(request.id, AccountId{ada.value})) == "needs_two_others");
  must(gate.approve(request.id, may));
  CHECK(reason_of(gate.approve(request.id, may)) == "needs_two_others");
  CHECK(reason_of(gate.read(request.id, mo)) == "not_granted");
  CHECK(must(touches.of(ada)).empty());
  must(gate.approve(request.id, max));
  CHECK(texts(read(request)) == std::vector<std::string>{"adaone", "adatwo"});
  CHECK(texts(read(request)).size() == 2);  // while it is granted, as often as need be
  CHECK(reason_of(gate.read(request.id, may)) == "not_yours");
  CHECK(reason_of(gate.deny(request.id, max)) == "already_decided");
  const AccessRequest wide = granted(draft({DataClass::controls, DataClass::reports}));
  CHECK(texts(read(wide)) == std::vector<std::string>{"ada's mutes", "adaone", "adatwo"});
}

TEST_CASE_FIXTURE(Office,
                  "the person sees each access, numbered, in the log, and nothing missing") {
  granted(draft());
  granted(draft({DataClass::controls}));
  const auto hers = must(touches.of(ada));
  REQUIRE(hers.size() == 2);
  CHECK(hers[0].disclosure.counter == 0);
  CHECK(hers[1].disclosure.counter == 1);
  CHECK(hers[0].log_index >= 0);
  const AccessBody body = must(decode_access(hers[0].disclosure.body));
  CHECK(body.country == "FR");
  CHECK(body.role == "moderator");
  CHECK(body.asked_by == staff_hash(hers[0].disclosure.salt, mo));
  CHECK(must(touches.history(ada, hers)).alarms.empty());
  CHECK(must(touches.unseen(ada)) == 2);
  must(touches.seen(ada).map([] { return 0; }));
  CHECK(must(touches.unseen(ada)) == 0);
  CHECK(must(touches.of(bob)).empty());
  // Each went in among decoys: the log has more entries than there were accesses.
  CHECK(must(ledger->entries(LogName::access)).size() == 2 * Touches::kBatch);
  // A row that somebody takes away is missed.
  write("DELETE FROM personal_touch WHERE person_id = $1 AND counter = 0", {ada.sql()});
  const History history = must(touches.history(ada, must(touches.of(ada))));
  REQUIRE(history.alarms.size() == 1);
  CHECK(history.alarms[0] == HistoryFinding{HistoryFinding::Kind::undisclosed, 0});
}

TEST_CASE_FIXTURE(Office, "time: denied after 12 hours, over after the hours asked for") {
  const AccessRequest late = asked(draft());
  must(gate.approve(late.id, may));
  clock.advance_ms(12 * kHour);
  CHECK(state_of(late, clock.now_ms()) == AccessState::denied);
  CHECK(reason_of(gate.approve(late.id, max)) == "already_decided");
  AccessDraft brief = draft();
  brief.hours = 2;
  const AccessRequest request = granted(brief);
  CHECK(read(request).size() == 2);
  clock.advance_ms(2 * kHour);
  CHECK(reason_of(gate.read(request.id, mo)) == "not_granted");
}

TEST_CASE_FIXTURE(Office, "a request must be whole") {
  const auto refused = [&](auto spoil) {
    AccessDraft bad = draft();
    spoil(bad);
    return reason_of(gate.ask(bad, mo, Role::moderator));
  };
  CHECK(refused([](auto& d) { d.reason = "curiosity"; }) == "bad_reason");
  CHECK(refused([](auto& d) { d.case_ref = "  "; }) == "case_empty");
  CHECK(refused([](auto& d) { d.case_ref = std::string(101, 'x'); }) == "case_too_long");
  CHECK(refused([](auto& d) { d.scope.clear(); }) == "scope_empty");
  CHECK(refused([](auto& d) { d.country = "XX"; }) == "unknown_country");
  CHECK(refused([](auto& d) { d.hours = 9; }) == "bad_hours");
  CHECK(refused([](auto& d) { d.hours = 0; }) == "bad_hours");
  CHECK(reason_of(gate.approve(AccessRequestId{5}, may)) == "no_such_request");
}

TEST_CASE_FIXTURE(Office, "the key service refuses every proof but the right one, once") {
  const AccessRequest request = granted(draft());
  const ReleaseRequest right = shown(request);
  const auto refused = [&](auto spoil) {
    ReleaseRequest bad = right;
    spoil(bad);
    return reason_of(keys.vault.release(bad));
  };
  // Altered.
  CHECK(refused([](auto& r) { r.disclosure.body[20] ^= 1; }) == "other_entry");
  CHECK(refused([](auto& r) { r.disclosure.salt[0] ^= 1; }) == "other_entry");
  CHECK(refused([](auto& r) { ++r.disclosure.counter; }) == "other_entry");
  CHECK(refused([](auto& r) { r.entry[40] ^= 1; }) != "");
  CHECK(refused([](auto& r) { r.proof.insert(r.proof.find("index ") + 6, "1"); }) != "");
  CHECK(refused([](auto& r) { r.proof.resize(r.proof.size() - 10); }) != "");
  // Somebody else's.
  CHECK(refused([&](auto& r) {
          r.person = bob;
          r.wrapped = must(keys.ring.wrapped(bob));
        }) == "other_entry");
  // Of an entry that is in no log, or in another log of ours.
  const std::string unlogged = shown(granted(draft())).entry;
  CHECK(refused([&](auto& r) { r.entry = unlogged; }) == "other_entry");
  CHECK(refused([&](auto& r) { r.proof = must(proven(LogName::legal, r.entry)); }) == "other_log");
  // Of a log that somebody made up.
  KeyWorld stranger;
  CHECK(refused([&](auto& r) { r.proof = must(stranger.proven(LogName::access, r.entry)); }) ==
        "unknown_log");
  // The right one, once; and its grant opens no more than the scope, of nobody else.
  const std::string grant = must(keys.vault.release(right));
  CHECK(reason_of(keys.vault.release(right)) == "proof_used");
  const auto opens = [&](ViewerId person, DataClass data) {
    const std::string sealed = must(keys.ring.seal(person, data, "text"));
    return reason_of(keys.ring.open(person, data, sealed, grant));
  };
  CHECK(opens(ada, DataClass::reports).empty());
  CHECK(opens(ada, DataClass::controls) == "no_grant");
  CHECK(opens(bob, DataClass::reports) == "no_grant");
  clock.advance_ms(8 * kHour);
  CHECK(opens(ada, DataClass::reports) == "no_grant");
}

TEST_CASE_FIXTURE(Office, "the key service holds the rules itself, whatever the server logged") {
  const AccessRequest request = granted(draft());
  const auto forged = [&](auto spoil) {
    Disclosure shown{must(touches.of(ada)).size() + 10, touches.new_salt(), ""};
    AccessBody body = must(decode_access(must(touches.of(ada))[0].disclosure.body));
    spoil(body);
    shown.body = encode_access(body);
    const AccessEntry entry = access_entry(must(touches.tag_key(ada)), shown, clock.now_ms());
    ReleaseRequest out{ada, must(keys.ring.wrapped(ada)), shown, entry_text(entry), ""};
    out.proof = must(proven(LogName::access, out.entry));
    return reason_of(keys.vault.release(out));
  };
  CHECK(forged([](auto& b) { b.approved_by.pop_back(); }) == "two_approvers_needed");
  CHECK(forged([](auto& b) { b.approved_by[1] = b.approved_by[0]; }) == "two_approvers_needed");
  CHECK(forged([](auto& b) { b.approved_by[1] = b.asked_by; }) == "two_approvers_needed");
  CHECK(forged([](auto& b) { b.expires_ms += 1; }) == "access_too_long");
  CHECK(forged([](auto& b) { b.asked_ms -= 13 * kHour; }) == "access_too_long");
  clock.advance_ms(9 * kHour);
  CHECK(forged([](auto&) {}) == "access_over");
  CHECK(request.approved_ms > 0);
}

TEST_CASE_FIXTURE(Office, "a touch that a crash left unlogged is logged at the next start, once") {
  const Salt salt = touches.new_salt();
  const auto keep = [&] {
    return must(database->write_as(
        [&](Transaction& tx) { return touches.keep(tx, ada, salt, "{\"version\":1}"); }));
  };
  keep();
  must(touches.recover().map([] { return 0; }));
  CHECK(must(touches.of(ada))[0].log_index >= 0);
  const size_t entries = must(ledger->entries(LogName::access)).size();
  // Logged, and the crash came before the row knew of it.
  write("UPDATE personal_touch SET log_index = -1", {});
  Touches again{*database, *ledger, keys.ring, clock, random};
  must(again.recover().map([] { return 0; }));
  CHECK(must(again.of(ada))[0].log_index >= 0);
  CHECK(must(ledger->entries(LogName::access)).size() == entries);
}

TEST_SUITE_END();

}  // namespace soleil
