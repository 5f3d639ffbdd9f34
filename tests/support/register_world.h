// For tests: the register of requests over a log in memory, with a clock that the test moves.
#pragma once

#include <doctest/doctest.h>

#include "base/text.h"
#include "ledger/sealed.h"
#include "support/test_database.h"
#include "trust/register.h"
#include "trust/transparency_report.h"

namespace soleil {

inline constexpr int64_t kRegisterDay = 86'400'000;

template <class T>
std::string register_reason(const Result<T>& result) {
  return result ? "" : result.error().reason;
}

// A log in memory that fails when told to: not done, or done and reported failed.
struct RegisterTestLog {
  enum class Fault { none, not_done, done };
  std::vector<std::string> entries;
  Fault fault = Fault::none;

  RegisterLog seam() {
    return {[this](const std::string& entry) -> Result<uint64_t> {
              if (fault != Fault::not_done) entries.push_back(entry);
              if (fault == Fault::none) return entries.size() - 1;
              return fail(Code::unavailable, "not_logged", "The log is away.");
            },
            [this]() -> Result<std::vector<std::string>> { return entries; }};
  }
};

struct RegisterWorld {
  TestDatabase database;
  ManualClock clock{1'785'326'400'000};  // 29 July 2026, noon UTC
  SeededRandom random{11};
  IdMaker ids{clock, random, 1};
  const AccountId ada{101}, bob{102};
  RegisterTestLog log;
  RequestRegister book{*database, clock, random, ids, log.seam()};

  RequestDraft request(RequestType type = RequestType::subpoena, int64_t accounts = 3) {
    return {{*Country::parse("US"), "U.S. District Court, N.D. Cal."},
            type,
            {2026, 7, 20},
            accounts,
            std::string(64, 'a'),
            std::nullopt};
  }
  AnswerDraft gave(int64_t accounts) {
    return {AnswerOutcome::complied,
            {2026, 7, 28},
            accounts,
            Authority{*Country::parse("US"), "Department of Justice"},
            AnswerNotice::yes,
            false,
            ""};
  }
  AnswerDraft refused() {
    return {AnswerOutcome::refused, {2026, 7, 28}, 0, std::nullopt, AnswerNotice::no, true, ""};
  }
  RequestId drafted(const RequestDraft& d) {
    const auto one = book.draft(d, ada);
    REQUIRE_MESSAGE(one, (one ? "" : one.error().what));
    return one->id;
  }
  RequestId approved(const RequestDraft& d) {
    const RequestId id = drafted(d);
    const auto one = book.approve(id, bob);
    REQUIRE_MESSAGE(one, (one ? "" : one.error().what));
    return id;
  }
  void answered(RequestId id, const AnswerDraft& d) {
    const auto draft = book.draft_answer(id, d, ada);
    REQUIRE_MESSAGE(draft, (draft ? "" : draft.error().what));
    REQUIRE(book.approve_answer(id, bob));
  }
  TransparencyReport report(const std::string& half = "2026-H2") {
    std::vector<TreeHash> leaves;
    for (const std::string& entry : log.entries) leaves.push_back(leaf_hash(entry));
    return transparency_report(
        log.entries, half,
        {"a.example/ledger/legal", {leaves.size(), root_of(leaves)}, date_of(clock.now_ms())});
  }
  int64_t counted() { return report().total(ReportTable::government).requests; }
  StepState state(RequestId id) {
    const auto all = book.list();
    REQUIRE(all);
    for (const RegisteredRequest& one : *all)
      if (one.id == id) return one.progress.state;
    FAIL("no such request");
    return StepState::drafted;
  }
  void to_noon_of(const CivilDate& day) {
    while (date_of(clock.now_ms()) < day) clock.advance_ms(kRegisterDay);
  }
};

}  // namespace soleil
