#include "api/transparency_api.h"

#include "api/answer.h"
#include "api/plain_page.h"
#include "base/text.h"

namespace soleil {

// All reports of one tree on one day.
struct TransparencyApi::Edition {
  ReportBasis basis;
  std::vector<TransparencyReport> reports;  // newest half first
};

namespace {

bool same(const ReportBasis& a, const ReportBasis& b) {
  return a.tree == b.tree && a.as_of == b.as_of;
}

Response file(const std::string& name, std::string bytes, std::string_view type) {
  Response response = Response::text(200, std::move(bytes), type);
  response.headers.set("Content-Disposition", "inline; filename=\"" + name + "\"");
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace

Result<std::shared_ptr<const TransparencyApi::Edition>> TransparencyApi::make_edition(
    const ReportBasis& basis) const {
  const auto entries = SOLEIL_TRY(log_.entries(basis.tree.size));
  return std::make_shared<Edition>(Edition{basis, transparency_reports(entries, basis)});
}

Result<std::shared_ptr<const TransparencyApi::Edition>> TransparencyApi::edition() {
  const ReportBasis basis{log_.origin, log_.published(), date_of(clock_.now_ms())};
  std::lock_guard lock(mutex_);
  if (!latest_ || !same(latest_->basis, basis)) latest_ = SOLEIL_TRY(make_edition(basis));
  return latest_;
}

Result<Response> TransparencyApi::list(const Edition& edition, const Request& request) const {
  return plain_answer(transparency_list_page(edition.reports, site_, plain_language(request)));
}

Result<Response> TransparencyApi::one(const Edition& edition, const Request& request) const {
  const std::string& name = parameter(request);
  const size_t dot = name.find('.');
  const std::string half = name.substr(0, dot), form = dot == name.npos ? "" : name.substr(dot);
  for (const TransparencyReport& report : edition.reports) {
    if (report.half != half) continue;
    if (form.empty())
      return plain_answer(transparency_report_page(report, site_, plain_language(request)));
    if (form == ".csv") return file(name, report_csv(report), "text/csv; charset=utf-8");
    if (form == ".json") return file(name, report_json(report), "application/json");
  }
  return fail(Code::not_found, "no_such_report", "There is no such report. /transparency has all.");
}

std::vector<Route> TransparencyApi::routes() {
  const auto route = [this](std::string pattern, auto render) {
    const auto handle = [this, render](const Request& request) -> Result<Response> {
      const auto current = SOLEIL_TRY(edition());
      return (this->*render)(*current, request);
    };
    return Route{Method::get,
                 std::move(pattern),
                 [handle](const Request& request) { return answer(handle(request)); },
                 {},
                 &pool_};
  };
  return {route("/transparency", &TransparencyApi::list),
          route("/transparency/{report}", &TransparencyApi::one)};
}

}  // namespace soleil
