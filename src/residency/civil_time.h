// Civil time: the calendar that orders are written in. "Within 45 days of 6 August" is a count of
// calendar days in the place that gave the order; the moment it takes effect is the first one of
// that day there, whatever its clocks do (IANA time zones, /usr/share/zoneinfo). Pure but for the
// zone files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

struct CivilDate {  // proleptic Gregorian
  int year = 1970, month = 1, day = 1;
  auto operator<=>(const CivilDate&) const = default;
};

// "2020-08-06"; Code::invalid "bad_date" for other text, a day that is not in the calendar, or a
// year outside 1970..2200.
Result<CivilDate> parse_date(std::string_view text);
std::string date_text(const CivilDate& date);
CivilDate add_days(const CivilDate& date, int days);

// The first moment of the day in the zone, Unix milliseconds. Where clocks skip midnight (Beirut in
// March) it is the moment after the gap; where they show it twice, the earlier. "bad_zone".
Result<int64_t> start_of_day_ms(const CivilDate& date, const std::string& zone);

}  // namespace soleil
