#include "residency/civil_time.h"

#include <date/tz.h>

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace soleil {
namespace {

constexpr int kYearMin = 1970, kYearMax = 2200;

date::year_month_day of(const CivilDate& d) {
  return date::year(d.year) / d.month / d.day;
}

tl::unexpected<Error> bad_date(std::string_view text) {
  return fail(Code::invalid, "bad_date",
              "'" + std::string(text.substr(0, 20)) +
                  "' is not a day of the calendar; write it as 2020-08-06.");
}

// The zone, or nullptr. The library reads files and throws: it is asked here only.
const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

Result<CivilDate> parse_date(std::string_view text) {
  const auto parts = split(text, '-');
  if (text.size() != 10 || parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2)
    return bad_date(text);
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!std::all_of(parts.begin(), parts.end(), digits)) return bad_date(text);
  const CivilDate out{static_cast<int>(*parse_int(parts[0])),
                      static_cast<int>(*parse_int(parts[1])),
                      static_cast<int>(*parse_int(parts[2]))};
  if (!of(out).ok() || out.year < kYearMin || out.year > kYearMax) return bad_date(text);
  return out;
}

std::string date_text(const CivilDate& d) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  return text;
}

CivilDate add_days(const CivilDate& date, int days) {
  const date::year_month_day sum(date::sys_days(of(date)) + date::days(days));
  return {int(sum.year()), static_cast<int>(unsigned(sum.month())),
          static_cast<int>(unsigned(sum.day()))};
}

Result<int64_t> start_of_day_ms(const CivilDate& day, const std::string& zone) {
  const date::time_zone* const found = find_zone(zone);
  if (!found)
    return fail(Code::invalid, "bad_zone",
                "There is no time zone '" + zone.substr(0, 60) +
                    "'; write it as America/New_York or Etc/UTC.");
  const auto moment = found->to_sys(date::local_days(of(day)), date::choose::earliest);
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

}  // namespace soleil
