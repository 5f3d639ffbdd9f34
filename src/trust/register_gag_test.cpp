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

namespace {

// A request of the Secret Court that may not be told before September, with a sealed answer.
RequestId gagged(World& w) {
  RequestDraft d = w.request(RequestType::emergency, 2);
  d.from.name = "Secret Court";
  d.sealed_until = CivilDate{2026, 9, 1};
  const RequestId id = w.approved(d);
  w.answered(id, w.gave(1));
  return id;
}
GagDraft until(CivilDate day) {
  return {day, std::string(64, 'c')};
}

}  // namespace

TEST_CASE("a gag is prolonged by two people, before its day, and opens on the new one") {
  World w;
  const RequestId id = gagged(w);
  w.to_noon_of({2026, 8, 20});
  CHECK(reason(w.book.draft_gag(id, until({2026, 8, 19}), w.ada)) == "seal_is_over");
  CHECK(reason(w.book.draft_gag(id, until({2046, 8, 19}), w.ada)) == "sealed_too_long");
  CHECK(reason(w.book.draft_gag(id, {{2026, 12, 1}, "none"}, w.ada)) == "bad_document_hash");
  CHECK(reason(w.book.approve_gag(id, w.bob)) == "no_such_gag");
  REQUIRE(w.book.draft_gag(id, until({2026, 12, 1}), w.ada));
  CHECK(reason(w.book.draft_gag(id, until({2026, 12, 2}), w.bob)) == "gag_waits");
  CHECK(reason(w.book.approve_gag(id, w.ada)) == "drafter_approves");
  CHECK(w.log.entries.size() == 2);
  const auto moved = w.book.approve_gag(id, w.bob);
  REQUIRE(moved);
  CHECK(moved->opens == "2026-12-01");
  CHECK(w.log.entries.at(2).find(R"("seals":[0,1])") != std::string::npos);
  CHECK(reason(w.book.approve_gag(id, w.bob)) == "already_decided");
  w.answered(id, w.refused());  // a further answer is sealed as long
  w.to_noon_of({2026, 9, 2});
  CHECK(w.book.run_clock().value() == 0);
  CHECK(w.report().overdue == 0);
  CHECK(w.report().unreadable == 0);
  w.to_noon_of({2026, 12, 1});
  CHECK(w.book.run_clock().value() == 3);
  CHECK(w.state(id) == StepState::opened);
  CHECK(w.report().requests.size() == 1);
  w.to_noon_of({2026, 12, 5});
  CHECK(w.report().overdue == 0);
  CHECK(reason(w.book.draft_gag(id, until({2027, 1, 1}), w.ada)) == "not_sealed");
}

TEST_CASE("a gag that is lifted early opens at once, when two people say so") {
  World w;
  const RequestId id = gagged(w);
  REQUIRE(w.book.draft_gag(id, until(date_of(w.clock.now_ms())), w.ada));
  CHECK(w.book.run_clock().value() == 0);
  REQUIRE(w.book.withdraw_gag(id));
  REQUIRE(w.book.draft_gag(id, until(date_of(w.clock.now_ms())), w.ada));
  REQUIRE(w.book.approve_gag(id, w.bob));
  CHECK(w.state(id) == StepState::opened);
  w.to_noon_of({2026, 7, 31});
  CHECK(w.report().overdue == 0);
  CHECK(w.report().sealed == 0);
  CHECK(w.report().requests.size() == 1);
}

TEST_CASE("a gag whose move could not be logged counts later, or never") {
  for (const auto fault : {TestLog::Fault::not_done, TestLog::Fault::done}) {
    World w;
    const RequestId id = gagged(w);
    REQUIRE(w.book.draft_gag(id, until({2026, 12, 1}), w.ada));
    w.log.fault = fault;
    CHECK(reason(w.book.approve_gag(id, w.bob)) == "not_logged");
    CHECK(w.book.list()->at(0).opens == "2026-09-01");
    w.log.fault = TestLog::Fault::none;
    CHECK(w.book.run_clock().value() == 1);
    CHECK(w.book.list()->at(0).opens == "2026-12-01");
    CHECK(w.log.entries.size() == 3);
  }
}

TEST_SUITE_END();

}  // namespace soleil
