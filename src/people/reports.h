// Reports: anybody may say that a video breaks a law or a rule; a moderator decides once, with an
// explanation. A decision to remove settles every open report of that video, and its author cannot
// bring it back. What the reporter wrote is sealed by their key, in a class that is opened for
// nobody without a granted access (residency/access_gate.h). Thread-safe; calls block.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "people/limits.h"
#include "platform/database/database.h"
#include "residency/key_ring.h"

namespace soleil {

struct Report {
  ReportId id;
  VideoId video;
  std::string reason;
  bool has_note = false;
  int64_t created_ms = 0;
};

enum class Decision { keep, remove };

class Reports {
 public:
  Reports(Database& database, Catalog& catalog, KeyRing& ring, const Clock& clock, IdMaker& ids,
          const PeopleLimits& limits)
      : database_(database),
        catalog_(catalog),
        ring_(ring),
        clock_(clock),
        ids_(ids),
        limits_(limits) {}

  // One open report a viewer and video: the second gives the first's id. Reasons: bad_reason,
  // note_too_long, note_not_text.
  Result<ReportId> report(ViewerId reporter, const Video& video, std::string_view reason,
                          std::string_view note);
  Result<std::vector<Report>> open(size_t limit) const;  // oldest first
  Result<ViewerId> reporter(ReportId id) const;          // not_found, once they were forgotten too
  // Reasons: no_such_report, already_decided, explanation_empty, explanation_too_long.
  Result<void> decide(ReportId id, AccountId moderator, Decision decision,
                      std::string_view explanation);
  // The moderator's words, when a decision removed the video: its author reads them.
  Result<std::optional<std::string>> removal_reason(VideoId video) const;

 private:
  Database& database_;
  Catalog& catalog_;
  KeyRing& ring_;
  const Clock& clock_;
  IdMaker& ids_;
  const PeopleLimits limits_;
};

}  // namespace soleil
