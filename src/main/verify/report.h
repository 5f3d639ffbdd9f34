// The half-yearly report on requests and orders, derived again from a log that was checked.
#pragma once

#include <optional>
#include <string>

#include "main/verify/checks.h"
#include "trust/transparency_report.h"

namespace soleil {

struct VerifiedReport {
  TrustedCheckpoint trusted;
  TransparencyReport report;  // of the whole log today, or of what `published` says that it is of
  int64_t overdue = 0;        // today: seals whose day has passed and that nobody opened
};

// Audits the whole log first. `published`: a report as CSV or JSON as the server gave it; it must
// be, byte for byte, what the log's first entries, as many as it says, give. invalid: "bad_report",
// "report_differs"; unavailable, "shows_older": the log has fewer entries than it was made of.
Result<VerifiedReport> verify_report(const Policy& policy, const ReadFile& read,
                                     const std::string& half,
                                     const std::optional<std::string>& published,
                                     const CivilDate& today);

}  // namespace soleil
