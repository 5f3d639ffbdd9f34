#include "trust/statements.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "support/temp_folder.h"
#include "trust/rumour_feed.h"

namespace soleil {

TEST_SUITE_BEGIN("trust");

namespace {

json::object object_of(std::string_view text) {
  auto out = parse_json_object(text);
  REQUIRE(out);
  return *out;
}

json::object a_claim(const std::string& more = "") {
  return object_of(R"({"id": "none", "check": "no_disclosure", "country": "CN")" + more + "}");
}

json::object a_rumour(const std::string& more = "") {
  return object_of(
      R"({"id": "cats", "said": "They sell my cat", "verdict": "false",
          "answer": {"en": "No cats are kept.", "fr": "Nous n'avons pas de chats."})" +
      more + "}");
}

std::string reason(const auto& result) {
  return result ? "taken" : result.error().reason;
}

struct Installation {
  TempFolder temp;
  ManualClock clock{1'700'000'000'000};
  SystemRandom random;
  Log log{clock, Level::error};
  LedgerFolder folder{temp.path()};
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Statements> statements;

  Installation() {
    REQUIRE(folder.create("videos.example/ledger", random));
    open();
  }
  void open(const StatementLimits& limits = {}) {
    statements.reset();
    ledger.reset();
    const PostToWitness post = [](const PolicyWitness&,
                                  const std::string&) -> Result<WitnessAnswer> {
      return fail(Code::unavailable, "away", "The witness is away.");
    };
    ledger = *Ledger::open(folder, post, log);
    statements = *Statements::open(*ledger, clock, limits);
  }
  uint64_t answered(const json::object& said) {
    const auto index = statements->answer(*parse_rumour(said));
    REQUIRE(index);
    return *index;
  }
  std::vector<LoggedEntry> logged() { return *ledger->entries(LogName::policy); }
};

}  // namespace

TEST_CASE("a statement says what is wrong with it") {
  CHECK(reason(parse_claim(a_claim())) == "taken");
  CHECK(reason(parse_claim(a_claim(R"(, "from": "2026-02-01", "until": "2026-01-31")"))) ==
        "bad_range");
  CHECK(reason(parse_claim(object_of(R"({"id": "a", "check": "magic"})"))) == "bad_check");
  CHECK(reason(parse_claim(object_of(R"({"id": "A b", "check": "home"})"))) == "bad_id");
  CHECK(reason(parse_claim(object_of(R"({"id": "a", "check": "home"})"))) == "needs_words");
  CHECK(reason(parse_claim(object_of(R"({"id": "a", "check": "not_offered"})"))) ==
        "needs_country");
  CHECK(reason(parse_claim(object_of(R"({"id": "a", "check": "not_offered", "country": "XX"})"))) ==
        "unknown_country");
  CHECK(reason(parse_claim(object_of(
            R"({"id": "a", "check": "home", "said": {"en": "Only English"}})"))) == "bad_field");

  CHECK(reason(parse_rumour(a_rumour())) == "taken");
  CHECK(reason(parse_rumour(a_rumour(R"(, "where": "javascript:alert")"))) == "bad_address");
  CHECK(reason(parse_rumour(a_rumour(R"(, "where": "//evil.example")"))) == "bad_address");
  const std::string what = R"("what": {"en": "see", "fr": "voir"})";
  CHECK(reason(parse_rumour(a_rumour(R"(, "evidence": [{)" + what +
                                     R"(, "log": "legal", "index": 3}])"))) == "taken");
  CHECK(reason(parse_rumour(a_rumour(R"(, "evidence": [{)" + what +
                                     R"(, "log": "secrets", "index": 3}])"))) == "bad_log");
  const std::string long_text(kSentenceMax + 1, 'x');
  CHECK(reason(parse_rumour(object_of(
            R"({"id": "a", "verdict": "open", "answer": {"en": "a", "fr": "b"}, "said": ")" +
            long_text + "\"}"))) == "too_long");
}

TEST_CASE("what is logged reads back as what was said") {
  const Claim claim =
      *parse_claim(a_claim(R"(, "from": "2026-01-31", "said": {"en": "E", "fr": "F"})"));
  CHECK(claim_json(*parse_claim(claim_json(claim))) == claim_json(claim));
  const Rumour rumour = *parse_rumour(
      a_rumour(R"(, "where": "https://a.example/1", "evidence": [{"url": "/about/data",
                    "what": {"en": "the list", "fr": "la liste"}}])"));
  CHECK(rumour_json(*parse_rumour(rumour_json(rumour))) == rumour_json(rumour));
}

TEST_CASE("an answer that changes is a new entry: the old one stays, also after a restart") {
  Installation here;
  CHECK(here.answered(a_rumour()) == 0);
  here.clock.advance_ms(1'000);
  json::object better = a_rumour();
  better["verdict"] = "partly";
  CHECK(here.answered(better) == 1);
  for (int round = 0; round < 2; ++round) {
    const auto rumours = here.statements->rumours();
    REQUIRE(rumours.size() == 1);
    CHECK(rumours[0].revision == 2);
    CHECK(rumours[0].verdict == RumourVerdict::partly);
    CHECK(here.logged().size() == 2);
    here.open();
  }
}

TEST_CASE("a claim is withdrawn by a later entry, and limits hold") {
  Installation here;
  REQUIRE(here.statements->claim(*parse_claim(a_claim())));
  CHECK(here.statements->claims().size() == 1);
  REQUIRE(here.statements->claim(*parse_claim(a_claim(R"(, "withdrawn": true)"))));
  CHECK(here.statements->claims().empty());
  CHECK(here.logged().size() == 2);

  here.open({.claims_max = 1, .rumours_max = 1});
  json::object other = a_claim();
  other["id"] = "other";
  CHECK(reason(here.statements->claim(*parse_claim(other))) == "too_many_statements");
  CHECK(reason(here.statements->claim(*parse_claim(a_claim()))) == "taken");
  here.answered(a_rumour());
  json::object second = a_rumour();
  second["id"] = "dogs";
  CHECK(reason(here.statements->answer(*parse_rumour(second))) == "too_many_statements");
}

TEST_CASE("the feed of answers is Atom, newest first, and nothing breaks out of it") {
  Rumour cats = *parse_rumour(a_rumour()), tags = cats;
  cats.at = rfc3339(1'700'000'000'000);
  tags.id = "tags", tags.said = "<script>&\"", tags.at = rfc3339(1'700'000'100'000);
  const std::string feed = rumour_feed({tags, cats}, {"Soleil", "https://videos.example", true});
  CHECK(feed.find("<updated>2023-11-14T22:15:00Z</updated>") != std::string::npos);
  CHECK(feed.find("<script>") == std::string::npos);
  CHECK(feed.find("Faux: “&lt;script&gt;&amp;&quot;”") != std::string::npos);
  CHECK(feed.find("Nous n&#39;avons pas de chats.") != std::string::npos);
  CHECK(feed.find("<id>https://videos.example/trust/rumours/cats</id>") >
        feed.find("<id>https://videos.example/trust/rumours/tags</id>"));
}

TEST_SUITE_END();

}  // namespace soleil
