#include "trust/transparency_report.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "ledger/sealed.h"
#include "residency/order_entry.h"

namespace soleil {

TEST_SUITE_BEGIN("trust");

namespace {

LoggedRequest request(uint64_t id, std::string_view country, RequestType type, CivilDate day) {
  return {RequestId{id},
          "2026-08-01T10:00:00Z",
          {{*Country::parse(country), "A court, \"high\""},
           type,
           day,
           2,
           std::string(64, 'b'),
           std::nullopt}};
}

ReportBasis basis_of(const std::vector<std::string>& entries, const CivilDate& as_of) {
  std::vector<TreeHash> leaves;
  for (const std::string& entry : entries) leaves.push_back(leaf_hash(entry));
  return {"a.example/ledger/legal", {leaves.size(), root_of(leaves)}, as_of};
}

TransparencyReport of(const std::vector<std::string>& entries, const std::string& half) {
  return transparency_report(entries, half, basis_of(entries, {2026, 11, 26}));
}

}  // namespace

TEST_CASE("shares are whole per cent, halves up, and nothing of nothing is none") {
  CHECK(percent(68, 79) == 86);
  CHECK(percent(1, 8) == 13);
  CHECK(percent(0, 3) == 0);
  CHECK(percent(3, 3) == 100);
  CHECK_FALSE(percent(0, 0).has_value());
}

TEST_CASE("halves are told by the day on which a request was received") {
  CHECK(half_of({2026, 6, 30}) == "2026-H1");
  CHECK(half_of({2026, 7, 1}) == "2026-H2");
  CHECK(parse_half("2026-H1").has_value());
  for (const char* text : {"2026-H3", "2026-h1", "20a6-H1", "2026-H1 ", "H1-2026", "2026-H1.csv"})
    CHECK_FALSE(parse_half(text).has_value());
  const std::vector<std::string> entries = {
      request_line(request(1, "FR", RequestType::civil, {2026, 6, 30})),
      request_line(request(2, "FR", RequestType::civil, {2026, 7, 1}))};
  CHECK(of(entries, "2026-H1").total(ReportTable::civil).requests == 1);
  CHECK(of(entries, "2026-H2").total(ReportTable::civil).requests == 1);
  std::vector<std::string> halves;
  for (const TransparencyReport& report :
       transparency_reports(entries, basis_of(entries, {2027, 1, 1}))) {
    halves.push_back(report.half);
    CHECK(report_json(report) ==
          report_json(transparency_report(entries, report.half, report.basis)));
  }
  CHECK(halves == std::vector<std::string>{"2027-H1", "2026-H2", "2026-H1"});
}

TEST_CASE("each type is in its table and nowhere else") {
  std::vector<std::string> entries;
  for (size_t i = 0; i < kRequestTypes; ++i)
    entries.push_back(
        request_line(request(i + 1, "DE", static_cast<RequestType>(i), {2026, 8, 1})));
  const TransparencyReport report = of(entries, "2026-H2");
  const RequestTally states = report.total(ReportTable::government);
  CHECK(states.legal == 6);
  CHECK(states.emergency == 1);
  CHECK(states.requests == 7);
  CHECK(report.total(ReportTable::civil).requests == 1);
  CHECK(report.total(ReportTable::removal).requests == 1);
  CHECK(report.total(ReportTable::preservation).requests == 1);
  CHECK(states.accounts == 14);
}

TEST_CASE("every row of the CSV has the columns of its header") {
  std::vector<std::string> entries = {
      request_line(request(1, "FR", RequestType::warrant, {2026, 8, 1})),
      request_line(request(2, "DE", RequestType::removal, {2026, 8, 1})),
      answer_line({RequestId{1},
                   "2026-08-03T10:00:00Z",
                   {AnswerOutcome::partly,
                    {2026, 8, 3},
                    1,
                    Authority{*Country::parse("FR"), "Parquet de Paris"},
                    AnswerNotice::forbidden,
                    false,
                    ""}})};
  const std::string csv = report_csv(of(entries, "2026-H2"));
  std::vector<std::string_view> rows = split(csv, '\n');
  CHECK(rows.back().empty());
  rows.pop_back();
  REQUIRE(rows.size() > 10);
  for (const std::string_view row : rows) {
    CHECK(row.ends_with('\r'));
    CHECK(split(row, ',').size() == 22);
  }
  CHECK(csv.find("2026-H2,FR,given_to,,,1,,,,1,,") != std::string::npos);
  CHECK(csv.find("2026-H2,FR,government,1,0,1,2,1,100,1,50,0,1,0,1,0,0,0,2026-11-26,"
                 "a.example/ledger/legal,3,") != std::string::npos);
}

TEST_CASE("entries that are not as they must be count as unreadable and as nothing else") {
  const Salt salt{1};
  const std::string one = request_line(request(1, "FR", RequestType::warrant, {2026, 8, 1}));
  const std::string two = request_line(request(2, "FR", RequestType::warrant, {2026, 8, 1}));
  const auto unreadable = [](const std::vector<std::string>& entries) {
    const TransparencyReport report = of(entries, "2026-H2");
    CHECK(report.total(ReportTable::government).requests == 0);
    return report.unreadable;
  };
  const auto without = [](std::string line, const std::string& part, const std::string& by) {
    const size_t at = line.find(part);
    REQUIRE(at != std::string::npos);
    return line.replace(at, part.size(), by);
  };
  CHECK(unreadable({"not JSON", R"({"kind":"release","version":1})"}) == 0);
  CHECK(unreadable({without(one, "\"FR\"", "\"XX\"")}) == 1);
  CHECK(unreadable({without(one, "warrant", "wish")}) == 1);
  CHECK(unreadable({without(one, "\"accounts\":2", "\"accounts\":-2")}) == 1);
  CHECK(unreadable({without(one, "A court", "@ada, a court")}) == 1);
  CHECK(unreadable({opening_text(0, salt, one)}) == 1);
  const std::string sealed =
      sealed_line(commitment_of(salt, one), {2027, 1, 1}, "request", "2026-H2");
  CHECK(unreadable({sealed, opening_text(0, salt, two)}) == 1);
  CHECK(of({sealed, opening_text(0, salt, two)}, "2026-H2").sealed == 1);
  CHECK(of({sealed, opening_text(0, salt, one)}, "2026-H2").unreadable == 0);
  // It was counted in one half, and turns out to be of another.
  const std::string lied =
      sealed_line(commitment_of(salt, one), {2027, 1, 1}, "request", "2026-H1");
  CHECK(of({lied, opening_text(0, salt, one)}, "2026-H2").unreadable == 1);
}

TEST_CASE("orders on where Soleil is offered are counted when approved, once") {
  const auto entry = [](OrderEvent event, uint64_t id) {  // as the server writes it
    Order order;
    order.id = OrderId{id};
    order.said.title = "action: lift";
    order.said.countries = {*Country::parse("CN"), *Country::parse("US")};
    order.said.action = OrderAction::block_all;
    order.entered_ms = order.approved_ms = order.withdrawn_ms = 1'785'326'400'000;
    return order_entry(event, order);
  };
  const TransparencyReport report =
      of({entry(OrderEvent::entered, 1), entry(OrderEvent::approved, 2),
          entry(OrderEvent::approved, 2), entry(OrderEvent::withdrawn, 1)},
         "2026-H2");
  CHECK(report.unreadable == 0);
  CHECK(report.total(ReportTable::orders).requests == 1);
  CHECK(report.tables[4].at("CN").requests == 1);
  REQUIRE(report.orders.size() == 1);
  CHECK(report.orders[0].action == "block_all");
  CHECK(of({entry(OrderEvent::approved, 2)}, "2026-H1").orders.empty());
}

TEST_SUITE_END();

}  // namespace soleil
