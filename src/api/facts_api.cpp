#include "api/facts_api.h"

#include "api/fact_batch.h"
#include "base/json.h"

namespace soleil {
namespace {

constexpr size_t kBodyBytesMax = 128 << 10;  // 100 facts with room to spare

// A beacon cannot set headers: its CSRF token is in the body, read before anything else is.
std::string csrf_of(const Request& request) {
  if (!request.headers.get("Content-Type").starts_with("text/plain")) return "";
  const auto body = parse_json_object(request.body);
  if (!body) return "";
  return optional_string_field(*body, "csrf").value_or(std::nullopt).value_or("");
}

Result<Response> send_facts(const FactsApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request, csrf_of(request)));
  if (viewer.new_guest)
    return fail(Code::denied, "no_viewer", "Ask GET /api/v1/session first: it says who watches.");
  const auto find = [&](VideoId id) { return api.catalog.find(id); };
  FactBatch batch = SOLEIL_TRY(parse_fact_batch(request.body, viewer.id, api.clock.now_ms(), find));
  const ControlsPtr controls = SOLEIL_TRY(api.controls.of(viewer.id));
  std::erase_if(batch.facts, [&](WatchFact& fact) { return !may_keep(*controls, fact); });
  const FactIntake::Taken taken = SOLEIL_TRY(api.intake.accept(viewer.id, std::move(batch.facts)));
  json::array rejected;
  for (const FactBatch::Rejected& one : batch.rejected)
    rejected.push_back(json::object{{"index", one.index}, {"reason", one.reason}});
  return Response::json(202, json::serialize(json::object{{"accepted", taken.accepted},
                                                          {"duplicates", taken.duplicates},
                                                          {"rejected", std::move(rejected)}}));
}

}  // namespace

std::vector<Route> fact_routes(const FactsApi& api) {
  return {{.method = Method::post,
           .pattern = "/api/v1/facts",
           .handler =
               [api](const Request& request) {
                 auto response = send_facts(api, request);
                 return response ? std::move(*response) : error_response(response.error());
               },
           .pool = &api.pool,
           .body_bytes_max = kBodyBytesMax}};
}

}  // namespace soleil
