#include "api/report_api.h"

#include "api/session_api.h"
#include "api/video_api.h"

namespace soleil {
namespace {

constexpr size_t kReportsAPage = 100;

Result<Response> report_video(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const VideoPtr video = SOLEIL_TRY(visible_video(parts, viewer, request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const std::string reason = SOLEIL_TRY(string_field(body, "reason"));
  const std::string note = SOLEIL_TRY(optional_string_field(body, "note")).value_or("");
  if (const int64_t wait_ms = parts.people.address_reports.take(address_key(request.peer)))
    return too_many_attempts(wait_ms);
  const ReportId id = SOLEIL_TRY(parts.people.reports.report(viewer.id, *video, reason, note));
  const int64_t now_ms = parts.clock.now_ms();
  SOLEIL_TRY(
      parts.people.facts(Reported{{"report-" + id.text(), viewer.id, video->id, now_ms, now_ms}}));
  return json_answer(201, json::object{{"report_id", id.text()}});
}

Result<Response> list_reports(const ApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.identify.with_role(request, Role::moderator));
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  json::array out;
  for (const Report& report : SOLEIL_TRY(parts.people.reports.open(kReportsAPage))) {
    const VideoPtr video = parts.catalog.find(report.video);
    if (!video) continue;
    auto shown = SOLEIL_TRY(parts.videos.one(viewer, video));
    json::object entry{{"id", report.id.text()},
                       {"video", std::move(shown)},
                       {"reason", report.reason},
                       {"created_ms", report.created_ms}};
    entry["has_note"] = report.has_note;
    out.emplace_back(std::move(entry));
  }
  return json_answer(200, json::object{{"reports", std::move(out)}});
}

Result<Decision> decision_of(std::string_view name) {
  if (name == "keep") return Decision::keep;
  if (name == "remove") return Decision::remove;
  return fail(Code::invalid, "bad_decision", "A decision is \"keep\" or \"remove\".");
}

Result<Response> decide_report(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.with_role(request, Role::moderator));
  const auto id = ReportId::parse(parameter(request));
  if (!id) return fail(Code::not_found, "no_such_report", "There is no such report.");
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const Decision decision = SOLEIL_TRY(decision_of(SOLEIL_TRY(string_field(body, "decision"))));
  const std::string explanation = SOLEIL_TRY(string_field(body, "explanation"));
  SOLEIL_TRY(parts.people.reports.decide(*id, me.id, decision, explanation));
  return no_content();
}

}  // namespace

std::vector<Route> report_routes(const ApiParts& parts) {
  return {
      parts_route(parts, Method::post, "/api/v1/videos/{video_id}/report", report_video),
      parts_route(parts, Method::get, "/api/v1/admin/reports", list_reports),
      parts_route(parts, Method::post, "/api/v1/admin/reports/{report_id}", decide_report),
  };
}

}  // namespace soleil
