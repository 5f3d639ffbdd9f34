#include "trust/register.h"

#include "support/register_world.h"

namespace soleil {

TEST_SUITE_BEGIN("trust");

namespace {

using World = RegisterWorld;
using TestLog = RegisterTestLog;

template <class T>
std::string reason(const Result<T>& result) {
  return register_reason(result);
}

}  // namespace

TEST_CASE("the published row of the United States, first half of 2019: 68, 11, 79, 255, 86 %") {
  World w;
  int64_t named = 0, given = 0;
  for (int i = 0; i < 79; ++i) {
    const bool emergency = i % 7 == 0 && i < 77;  // 11 of them
    const int64_t accounts = i == 78 ? 255 - named : 3 + i % 2 - (i % 4 == 3);
    named += accounts;
    const RequestId id =
        w.approved(w.request(emergency ? RequestType::emergency : RequestType::warrant, accounts));
    const bool gives = given < 68;
    if (gives) w.answered(id, w.gave(1));
    if (!gives && i % 2) w.answered(id, w.refused());
    given += gives;
  }
  const TransparencyReport report = w.report();
  const RequestTally us = report.tables[0].at("US");
  CHECK(us.legal == 68);
  CHECK(us.emergency == 11);
  CHECK(us.requests == 79);
  CHECK(us.accounts == 255);
  CHECK(percent(us.with_data, us.requests) == 86);
  CHECK(us.complied + us.refused + us.nothing + us.unanswered == 79);
  CHECK(report_csv(report).find("\r\n2026-H2,US,government,68,11,79,255,68,86,68,27,68,0,") !=
        std::string::npos);
  CHECK(w.report("2026-H1").total(ReportTable::government).requests == 0);
}

TEST_CASE("what one person drafted is in no log and in no report") {
  World w;
  const RequestId id = w.drafted(w.request());
  CHECK(w.log.entries.empty());
  CHECK(w.counted() == 0);
  CHECK(reason(w.book.approve(id, w.ada)) == "drafter_approves");
  CHECK(reason(w.book.draft_answer(id, w.refused(), w.bob)) == "not_approved");
  CHECK(w.log.entries.empty());
  CHECK(w.book.approve(id, w.bob));
  CHECK(w.counted() == 1);
  CHECK(w.state(id) == StepState::logged);
  CHECK(reason(w.book.approve(id, w.bob)) == "already_decided");
  CHECK(reason(w.book.withdraw(id)) == "already_decided");
  const RequestId other = w.drafted(w.request());
  CHECK(w.book.withdraw(other));
  CHECK(reason(w.book.approve(other, w.bob)) == "already_decided");
  CHECK(w.log.entries.size() == 1);
  CHECK(reason(w.book.approve(RequestId{7}, w.bob)) == "no_such_request");
}

TEST_CASE("an answer takes two people too, and a later answer takes its place") {
  World w;
  const RequestId id = w.approved(w.request());
  CHECK(w.report().tables[0].at("US").unanswered == 1);
  CHECK(reason(w.book.approve_answer(id, w.bob)) == "no_such_answer");
  REQUIRE(w.book.draft_answer(id, w.refused(), w.ada));
  CHECK(reason(w.book.draft_answer(id, w.refused(), w.bob)) == "answer_waits");
  CHECK(reason(w.book.approve_answer(id, w.ada)) == "drafter_approves");
  CHECK(w.report().tables[0].at("US").unanswered == 1);
  REQUIRE(w.book.approve_answer(id, w.bob));
  CHECK(w.report().tables[0].at("US").refused == 1);
  CHECK(w.report().tables[0].at("US").challenged == 1);
  w.answered(id, w.gave(2));
  const TransparencyReport report = w.report();
  CHECK(report.tables[0].at("US").refused == 0);
  CHECK(report.tables[0].at("US").accounts_produced == 2);
  CHECK(report.recipients.at("US").accounts == 2);
  REQUIRE(report.requests.size() == 1);
  CHECK(report.requests[0].index == 0);
}

TEST_CASE("drafts that say too little, too much, or what can't be are refused") {
  World w;
  const auto refused = [&](auto change) {
    RequestDraft d = w.request();
    change(d);
    return reason(w.book.draft(d, w.ada));
  };
  CHECK(refused([](auto& d) { d.from.name = ""; }) == "authority_empty");
  CHECK(refused([](auto& d) { d.from.name = std::string(121, 'x'); }) == "authority_too_long");
  CHECK(refused([](auto& d) { d.from.name = "two\nlines"; }) == "authority_not_text");
  for (const char* name : {"Police, about @ada", "judge@court.example", "Case 2026-1234567",
                           "Account 0hm4k2q7c0v8r of the Police"})
    CHECK(refused([&](auto& d) { d.from.name = name; }) == "authority_names_somebody");
  CHECK(refused([](auto& d) { d.from.name = "Tribunal judiciaire de Paris, 17e chambre"; }) == "");
  CHECK(refused([](auto& d) { d.document_sha256 = "AA"; }) == "bad_document_hash");
  CHECK(refused([](auto& d) { d.accounts = -1; }) == "bad_accounts");
  CHECK(refused([](auto& d) { d.received_on = {2026, 7, 31}; }) == "date_to_come");
  CHECK(refused([](auto& d) { d.sealed_until = CivilDate{2026, 7, 29}; }) == "seal_is_over");
  CHECK(refused([](auto& d) { d.sealed_until = CivilDate{2046, 7, 29}; }) == "sealed_too_long");

  const RequestId id = w.approved(w.request());
  const RequestId removal = w.approved(w.request(RequestType::removal, 0));
  const auto answer = [&](RequestId to, auto change) {
    AnswerDraft d = w.gave(1);
    change(d);
    return reason(w.book.draft_answer(to, d, w.ada));
  };
  CHECK(answer(id, [](auto& d) { d.accounts_produced = 4; }) == "more_than_named");
  CHECK(answer(id, [](auto& d) { d.outcome = AnswerOutcome::refused; }) == "not_for_data");
  CHECK(answer(id, [](auto& d) { d.recipient.reset(); }) == "recipient_needed");
  CHECK(answer(id, [](auto& d) { d.recipient->name = "@ada"; }) == "authority_names_somebody");
  CHECK(answer(id, [](auto& d) {
          d.accounts_produced = 0;
          d.outcome = AnswerOutcome::nothing_held;
        }) == "recipient_not_meant");
  CHECK(answer(id, [](auto& d) {
          d.accounts_produced = 0;
          d.recipient.reset();
        }) == "nothing_produced");
  CHECK(answer(id, [](auto& d) { d.answered_on = {2026, 7, 19}; }) == "answered_before_received");
  CHECK(answer(id, [](auto& d) { d.document_sha256 = "x"; }) == "bad_document_hash");
  CHECK(answer(removal, [](auto&) {}) == "more_than_named");
}

TEST_CASE("what may not be told is logged sealed, counted, and opened by the clock on its day") {
  World w;
  RequestDraft gagged = w.request(RequestType::emergency, 2);
  gagged.from.name = "Secret Court";
  gagged.sealed_until = CivilDate{2026, 9, 1};
  const RequestId id = w.approved(gagged);
  w.answered(id, w.gave(2));
  CHECK(w.state(id) == StepState::sealed);
  REQUIRE(w.log.entries.size() == 2);
  for (const std::string& entry : w.log.entries) {
    CHECK(entry.find("Secret") == std::string::npos);
    CHECK(entry.find(id.text()) == std::string::npos);
    CHECK(entry.find("\"opens\":\"2026-09-01\"") != std::string::npos);
  }
  CHECK(w.counted() == 0);
  CHECK(w.report().sealed == 1);  // the request, not its answer
  CHECK(w.report("2026-H1").sealed == 0);

  CHECK(w.book.run_clock() == 0);  // not before
  w.to_noon_of({2026, 9, 1});
  CHECK(w.report().overdue == 0);  // its day is the day on which it is opened
  CHECK(w.book.run_clock() == 2);
  CHECK(w.state(id) == StepState::opened);
  CHECK(check_seals(w.log.entries, "2026-09-02").empty());
  const TransparencyReport report = w.report();
  CHECK(report.sealed == 0);
  CHECK(report.tables[0].at("US").emergency == 1);
  CHECK(report.tables[0].at("US").accounts_produced == 2);
  REQUIRE(report.requests.size() == 1);
  CHECK(report.requests[0].request.said.from.name == "Secret Court");
  CHECK(report.requests[0].request.said.sealed_until == CivilDate{2026, 9, 1});
  CHECK(w.book.run_clock() == 0);
  w.answered(id, w.refused());  // in the open from now on
  CHECK(w.report().tables[0].at("US").refused == 1);
}

TEST_CASE("a seal that nobody opens is told by everybody's report from the next day on") {
  World w;
  RequestDraft gagged = w.request();
  gagged.sealed_until = CivilDate{2026, 9, 1};
  w.approved(gagged);
  w.to_noon_of({2026, 9, 2});
  CHECK(w.report().overdue == 1);
  CHECK(w.report().sealed == 1);
  CHECK(report_csv(w.report()).find("2026-H2,all,overdue,,,1,") != std::string::npos);
  CHECK(w.book.run_clock() == 1);  // late, but open
  CHECK(w.report().overdue == 0);
}

TEST_CASE("what could not be logged does not count, and comes in once") {
  for (const TestLog::Fault fault : {TestLog::Fault::not_done, TestLog::Fault::done}) {
    for (const bool sealed : {false, true}) {
      World w;
      RequestDraft d = w.request();
      if (sealed) d.sealed_until = CivilDate{2026, 9, 1};
      const RequestId id = w.drafted(d);
      w.log.fault = fault;
      CHECK(reason(w.book.approve(id, w.bob)) == "not_logged");
      CHECK(w.state(id) == StepState::approving);
      CHECK(reason(w.book.withdraw(id)) == "already_decided");
      CHECK(reason(w.book.draft_answer(id, w.refused(), w.ada)) == "not_approved");
      w.log.fault = TestLog::Fault::none;
      CHECK(reason(w.book.approve(id, w.ada)) == "drafter_approves");
      if (sealed)
        CHECK(w.book.run_clock() == 1);
      else
        CHECK(w.book.approve(id, w.bob));
      CHECK(w.log.entries.size() == 1);
      CHECK(w.counted() + w.report().sealed == 1);
      w.to_noon_of({2026, 9, 1});
      REQUIRE(w.book.run_clock());
      CHECK(w.counted() == 1);
    }
  }
}

TEST_CASE("an entry that is in the log twice counts once, and both its seals are opened") {
  World w;
  RequestDraft gagged = w.request();
  gagged.sealed_until = CivilDate{2026, 9, 1};
  w.approved(gagged);
  w.approved(w.request());
  w.log.entries.insert(w.log.entries.end(), {w.log.entries[0], w.log.entries[1]});
  CHECK(w.counted() == 1);
  CHECK(w.report().sealed == 1);
  w.to_noon_of({2026, 9, 1});
  CHECK(w.book.run_clock() == 2);
  CHECK(w.counted() == 2);
  CHECK(check_seals(w.log.entries, "2026-09-02").empty());
}

TEST_CASE("a half that is over stays as it was derived, whatever is logged later") {
  World w;
  const RequestId id = w.approved(w.request());
  const TransparencyReport then = w.report();
  w.answered(id, w.gave(1));
  const std::vector<std::string> first(w.log.entries.begin(),
                                       w.log.entries.begin() + then.basis.tree.size);
  CHECK(report_csv(transparency_report(first, "2026-H2", then.basis)) == report_csv(then));
  CHECK(report_json(transparency_report(first, "2026-H2", then.basis)) == report_json(then));
  CHECK(report_csv(w.report()) != report_csv(then));
}

TEST_SUITE_END();

}  // namespace soleil
