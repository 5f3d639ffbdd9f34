#include "people/reports.h"

#include <algorithm>
#include <array>

#include "people/words.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 10> kReasons = {
    "illegal",   "violence", "hate",           "harassment", "sexual",
    "self_harm", "spam",     "misinformation", "copyright",  "other"};

Result<VideoId> open_video(Transaction& tx, ReportId id) {
  Rows rows =
      SOLEIL_TRY(tx.query("SELECT video_id, state FROM personal_report WHERE id = $1", {id.sql()}));
  if (rows.empty()) return fail(Code::not_found, "no_such_report", "There is no such report.");
  if (rows[0].text_at(1) != "open")
    return fail(Code::conflict, "already_decided", "This report was decided already.");
  return VideoId::from_sql(rows[0].int_at(0));
}

}  // namespace

Result<ReportId> Reports::report(ViewerId reporter, const Video& video, std::string_view reason,
                                 std::string_view note) {
  if (std::find(kReasons.begin(), kReasons.end(), reason) == kReasons.end())
    return fail(Code::invalid, "bad_reason", "The reason is not one of those that are offered.");
  const std::string clean = SOLEIL_TRY(clean_lines("note", note, limits_.note_length_max));
  const std::string sealed = SOLEIL_TRY(ring_.seal(reporter, DataClass::reports, clean));
  const ReportId id = ids_.make<ReportId>();
  return database_.write_as([&](Transaction& tx) -> Result<ReportId> {
    Rows before =
        SOLEIL_TRY(tx.query("SELECT id FROM personal_report WHERE video_id = $1 AND reporter_id = "
                            "$2 AND state = 'open'",
                            {video.id.sql(), reporter.sql()}));
    if (!before.empty()) return ReportId::from_sql(before[0].int_at(0));
    SOLEIL_TRY(tx.run(
        "INSERT INTO personal_report (id, video_id, reporter_id, reason, note, state, "
        "created_ms) VALUES ($1, $2, $3, $4, $5, 'open', $6)",
        {id.sql(), video.id.sql(), reporter.sql(), std::string(reason), sealed, clock_.now_ms()}));
    return id;
  });
}

Result<std::vector<Report>> Reports::open(size_t limit) const {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT id, video_id, reason, CASE WHEN note <> '' THEN 1 ELSE 0 END, created_ms "
        "FROM personal_report WHERE state = 'open' ORDER BY id LIMIT $1",
        {static_cast<int64_t>(limit)});
  }));
  std::vector<Report> out;
  for (const Row& r : rows)
    out.push_back({ReportId::from_sql(r.int_at(0)), VideoId::from_sql(r.int_at(1)), r.text_at(2),
                   r.int_at(3) != 0, r.int_at(4)});
  return out;
}

Result<ViewerId> Reports::reporter(ReportId id) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT reporter_id FROM personal_report WHERE id = $1 AND reporter_id <> 0",
                    {id.sql()});
  }));
  if (rows.empty()) return fail(Code::not_found, "no_such_report", "There is no such report.");
  return ViewerId::from_sql(rows[0].int_at(0));
}

Result<void> Reports::decide(ReportId id, AccountId moderator, Decision decision,
                             std::string_view explanation) {
  const std::string clean =
      SOLEIL_TRY(clean_lines("explanation", explanation, limits_.explanation_length_max));
  if (clean.empty())
    return fail(Code::invalid, "explanation_empty", "A decision needs an explanation.");
  const VideoId video =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return open_video(tx, id); }));
  // Out of sight first: should the rest fail, the moderator sees the report still open.
  if (decision == Decision::remove) SOLEIL_TRY(catalog_.remove(video));
  const std::string state = decision == Decision::remove ? "removed" : "kept";
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(open_video(tx, id));
    SOLEIL_TRY(tx.run(
        "UPDATE personal_report SET state = $2, decided_by = $3, explanation = $4, decided_ms = $5 "
        "WHERE state = 'open' AND (id = $1 OR ($2 = 'removed' AND video_id = $6))",
        {id.sql(), state, moderator.sql(), clean, clock_.now_ms(), video.sql()}));
    return {};
  });
}

Result<std::optional<std::string>> Reports::removal_reason(VideoId video) const {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query(
        "SELECT explanation FROM personal_report WHERE video_id = $1 AND state = 'removed' LIMIT 1",
        {video.sql()});
  }));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows.front().text_at(0));
}

}  // namespace soleil
