#include "api/carve_out_api.h"

#include "base/json.h"
#include "base/text.h"
#include "people/handles.h"
#include "residency/carve_out/person_leaf.h"

namespace soleil {
namespace {

json::array elsewhere_json(const std::vector<Elsewhere>& all) {
  json::array out;
  for (const Elsewhere& one : all)
    out.emplace_back(json::object{{"kind", one.kind},
                                  {"address", one.address},
                                  {"items", one.items},
                                  {"created_ms", one.created_ms}});
  return out;
}

Result<Response> mine(const CarveOutApi& parts, const Request& request) {
  const Account account = SOLEIL_TRY(parts.api.identify.account(request));
  const auto own = SOLEIL_TRY(carve_out_of(parts.database, account.id));
  json::object out{{"state", own.state.empty() ? "none" : own.state},
                   {"elsewhere", elsewhere_json(own.elsewhere)}};
  if (!own.state.empty()) out["until_ms"] = own.until_ms;
  if (!own.leaf.empty()) {
    out["plan"] = own.plan;
    out["manifest"] = own.manifest;
    out["signature"] = own.signature;
    out["leaf"] = own.leaf;
    out["proof"] = own.proof;
  }
  return json_answer(200, out);
}

// The page that an address is about: "/v/<id>", "/@<handle>"; "" : none that could have gone.
std::string page_of(std::string_view path) {
  const auto parts = split(path, '/');  // parts[0] is "" before the first slash
  const auto part = [&](size_t n) { return n < parts.size() ? parts[n] : std::string_view(); };
  if (part(1).starts_with('@')) return "/@" + normal_handle(part(1));
  if (part(1) == "v" || part(1) == "embed") return "/v/" + std::string(part(2));
  if (part(1) != "api" || part(4).empty()) return "";
  if (part(3) == "videos") return "/v/" + std::string(part(4));
  if (part(3) == "accounts") return "/@" + normal_handle(part(4));
  return "";
}

Response gone(const std::string& address) {
  const json::object error{{"code", "not_found"},
                           {"reason", "moved_to_another_operator"},
                           {"message", "This is with another operator now, at " + address + "."},
                           {"address", address}};
  Response out = Response::json(410, json::serialize(json::object{{"error", error}}));
  out.headers.set("Link", "<" + address + ">; rel=\"alternate\"");
  return out;
}

}  // namespace

std::vector<Route> carve_out_routes(const CarveOutApi& parts) {
  return {Route{Method::get,
                "/api/v1/me/carve-out",
                [&parts](const Request& r) { return answer(mine(parts, r)); },
                {},
                &parts.api.pool}};
}

std::optional<Response> moved_on(const Departure& departure, const Request& request) {
  if (!departure.anything_went()) return std::nullopt;
  const std::string page = page_of(request.path);
  const auto address = page.empty() ? std::nullopt : departure.leads_to(page);
  if (!address) return std::nullopt;
  if (request.path.starts_with("/api/")) return gone(*address);
  Response out = Response::empty(301);
  out.headers.set("Location", *address);
  return out;
}

}  // namespace soleil
