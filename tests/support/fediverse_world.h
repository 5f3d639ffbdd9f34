// For tests: the trust centre's account with a ledger, a database, a clock that the test moves, and
// other servers as documents by address.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "support/temp_folder.h"
#include "support/test_database.h"
#include "trust/fediverse/fediverse.h"

namespace soleil {

inline const std::string kBase = "https://videos.example";

// A made key is expensive: the tests share two.
inline const RsaKey& our_key() {
  static const RsaKey key = RsaKey::make();
  return key;
}
inline const RsaKey& their_key() {
  static const RsaKey key = RsaKey::make();
  return key;
}

std::string why(const auto& result) {
  return result ? "taken" : result.error().reason;
}

// Other servers, as one: documents by address, and what was posted to them.
class FakeAway final : public Away {
 public:
  std::map<std::string, std::string> documents;  // "410": the server says so
  std::map<std::string, int> statuses;           // by inbox; 0: no answer
  std::vector<std::pair<std::string, json::object>> posted;
  int asked = 0;

  Result<AwayAnswer> ask(const AwayRequest& request) override {
    const std::string to = request.to.text();
    if (request.is_post) {
      const auto status = statuses.contains(to) ? statuses[to] : 202;
      if (status == 0) return fail(Code::unavailable, "timeout", "Nobody answers.");
      if (status < 300) posted.emplace_back(to, *parse_json_object(request.body, 32));
      return AwayAnswer{status, ""};
    }
    ++asked;
    const auto found = documents.find(to);
    if (found == documents.end()) return AwayAnswer{404, ""};
    if (found->second == "410") return AwayAnswer{410, ""};
    return AwayAnswer{200, found->second};
  }

  void add_person(const std::string& id, const std::string& shared = "",
                  const json::object& more = {}) {
    json::object said{{"id", id},
                      {"type", "Person"},
                      {"inbox", id + "/inbox"},
                      {"publicKey", json::object{{"id", id + "#main-key"},
                                                 {"owner", id},
                                                 {"publicKeyPem", their_key().public_pem()}}}};
    if (!shared.empty()) said["endpoints"] = json::object{{"sharedInbox", shared}};
    for (const auto& [name, value] : more) said[name] = value;
    documents[id] = json::serialize(said);
  }
};

struct FediverseWorld {
  TempFolder temp;
  ManualClock clock{1'700'000'000'000};
  SeededRandom random{4};
  SystemRandom secrets;
  Log log{clock, Level::error};
  Metrics metrics;
  TestDatabase database;
  IdMaker ids{clock, random, 1};
  LedgerFolder folder{temp.path()};
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Statements> statements;
  FakeAway away;
  FediverseLimits limits;
  std::unique_ptr<Fediverse> account;
  const std::string anna = "https://social.example/users/anna";

  FediverseWorld() {
    REQUIRE(folder.create("videos.example/ledger", secrets));
    const PostToWitness post = [](const PolicyWitness&,
                                  const std::string&) -> Result<WitnessAnswer> {
      return fail(Code::unavailable, "away", "The witness is away.");
    };
    ledger = *Ledger::open(folder, post, log);
    statements = *Statements::open(*ledger, clock);
    away.add_person(anna, "https://social.example/inbox");
    open();
  }
  void open() {
    account = std::make_unique<Fediverse>(
        FediverseParts{*database, *ledger, *statements, away, clock, ids, log, metrics}, our_key(),
        kBase, "Videos", AwayRules(), limits);
  }

  struct Bend {  // what a case makes wrong
    std::string key_id, host = "videos.example", target = "/fediverse/trust/inbox", body_sent;
    const RsaKey* key = &their_key();
    int64_t age_ms = 0;
    std::string leave_out;  // a header that is not signed
  };
  std::string post(const json::object& said, const Bend& bend) {
    const std::string body = json::serialize(said);
    AwayRequest made{true, *parse_web_address("https://" + bend.host + bend.target), {}, body};
    sign_request(made, *bend.key, bend.key_id, clock.now_ms() - bend.age_ms);
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : made.headers) headers[to_lower(name)] = value;
    if (!bend.leave_out.empty()) cut(headers["signature"], " " + bend.leave_out);
    const auto header = [&](std::string_view name) -> std::optional<std::string> {
      const auto found = headers.find(std::string(name));
      return found == headers.end() ? std::nullopt : std::optional(found->second);
    };
    return why(account->take({"POST", "/fediverse/trust/inbox", header,
                              bend.body_sent.empty() ? body : bend.body_sent}));
  }
  std::string post(const std::string& who, const json::object& said) {
    return post(said, Bend{.key_id = who + "#main-key"});
  }
  static std::string to_lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), ::tolower);
    return text;
  }
  static void cut(std::string& text, const std::string& part) {
    text.erase(text.find(part), part.size());
  }

  json::object follow_of(const std::string& who, int number = 1) const {
    return {{"id", who + "/follows/" + std::to_string(number)},
            {"type", "Follow"},
            {"actor", who},
            {"object", kBase + "/fediverse/trust"}};
  }
  std::string follow(const std::string& who, int number = 1) {
    return post(who, follow_of(who, number));
  }
  int64_t count() { return account->followers().value(); }
  int64_t rows(const std::string& table) {
    return database
        ->read_as([&](Transaction& tx) { return tx.query("SELECT COUNT(*) FROM " + table); })
        .value()
        .at(0)
        .int_at(0);
  }
  int64_t rows_about_people() {
    return rows("personal_fediverse_follower") + rows("personal_fediverse_inbox") +
           rows("personal_fediverse_activity") + rows("personal_fediverse_delivery");
  }

  void say(const std::string& id, const std::string& english, bool withdrawn = false) {
    const json::object answer{{"en", english}, {"fr", "En français"}};
    json::object said{
        {"id", id}, {"said", "They sell <my> cat"}, {"verdict", "false"}, {"answer", answer}};
    if (withdrawn) said["withdrawn"] = true;
    const uint64_t index = statements->answer(*parse_rumour(said)).value();
    for (int i = 0; i < 200 && ledger->published(LogName::policy).size <= index; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    REQUIRE(account->publish());
  }
  void deliver_all(bool failing = false) {
    int rounds = 0;
    while (account->deliver_next(failing).value()) REQUIRE(++rounds < 1'000);
  }
  std::vector<std::string> types_at(const std::string& inbox) const {
    std::vector<std::string> out;
    for (const auto& [to, said] : away.posted)
      if (to == inbox) out.emplace_back(said.at("type").as_string());
    return out;
  }
};

}  // namespace soleil
