#include "residency/civil_time.h"

#include <doctest/doctest.h>

namespace soleil {

TEST_SUITE_BEGIN("residency");

namespace {
CivilDate day(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}
int64_t start(std::string_view text, const std::string& zone) {
  const auto ms = start_of_day_ms(day(text), zone);
  REQUIRE_MESSAGE(ms.has_value(), zone);
  return *ms;
}
}  // namespace

TEST_CASE("days are counted by the calendar") {
  CHECK(date_text(add_days(day("2020-08-06"), 45)) == "2020-09-20");
  CHECK(date_text(add_days(day("2020-08-14"), 90)) == "2020-11-12");
  CHECK(date_text(add_days(day("2020-02-28"), 1)) == "2020-02-29");
  CHECK(date_text(add_days(day("2021-02-28"), 1)) == "2021-03-01");
  CHECK(date_text(add_days(day("2100-02-28"), 1)) == "2100-03-01");  // no leap year
  CHECK(date_text(add_days(day("2000-02-28"), 1)) == "2000-02-29");
  CHECK(date_text(add_days(day("2020-12-31"), 366)) == "2022-01-01");
}

TEST_CASE("a day begins when its place says so") {
  CHECK(start("2020-09-20", "Etc/UTC") == 1'600'560'000'000);
  CHECK(start("2020-09-20", "America/New_York") == 1'600'574'400'000);  // UTC-4, summer time
  CHECK(start("2020-11-12", "America/New_York") == 1'605'157'200'000);  // UTC-5, winter time
  CHECK(start("2020-09-20", "Asia/Shanghai") == 1'600'531'200'000);
  CHECK(start("2020-09-20", "Asia/Kolkata") == 1'600'540'200'000);  // half an hour
}

TEST_CASE("the day is 23 or 25 hours long where clocks change") {
  constexpr int64_t kHour = 3'600'000;
  CHECK(start("2020-03-09", "America/New_York") - start("2020-03-08", "America/New_York") ==
        23 * kHour);
  CHECK(start("2020-11-02", "America/New_York") - start("2020-11-01", "America/New_York") ==
        25 * kHour);
}

TEST_CASE("a midnight that does not exist, and one that comes twice") {
  CHECK(start("2020-03-29", "Asia/Beirut") == 1'585'432'800'000);  // 00:00 became 01:00
  const int64_t havana = start("2020-11-01", "America/Havana");    // 01:00 went back to 00:00
  CHECK(havana == 1'604'203'200'000);                              // the first of the two
}

TEST_CASE("what is no date or zone is refused") {
  for (const char* text : {"", "2020-8-6", "2020-02-30", "2021-02-29", "20200806", "2020-13-01",
                           "2020-00-10", "1969-12-31", "2201-01-01", "2020-08-06 ", "2020-08-0x",
                           "+020-08-06", "2020--8-06", "2020-+8-06"})
    CHECK_MESSAGE(!parse_date(text).has_value(), text);
  for (const char* zone : {"", "Mars/Base", "../../etc/passwd", "america/new_york/"}) {
    const auto ms = start_of_day_ms(day("2020-08-06"), zone);
    CHECK_MESSAGE(!ms.has_value(), zone);
    if (!ms) CHECK(ms.error().reason == "bad_zone");
  }
}

TEST_SUITE_END();

}  // namespace soleil
