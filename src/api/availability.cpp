#include "api/availability.h"

#include "api/order_page.h"
#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

// The id in /media/<token>/<id>/…, /media/far/<token>/<id>/…, /api/v1/videos/<id>…, /v/<id> and
// /embed/<id>.
VideoId video_named(std::string_view path) {
  const auto parts = split(path, '/');  // parts[0] is "" before the first slash
  const auto part = [&](size_t n) { return n < parts.size() ? parts[n] : std::string_view(); };
  std::string_view id;
  if (part(1) == "media") id = part(part(2) == "far" ? 4 : 3);
  if (part(1) == "v" || part(1) == "embed") id = part(2);
  if (part(1) == "api" && part(3) == "videos") id = part(4);
  return VideoId::parse(id).value_or(VideoId{});
}

constexpr std::string_view kBetweenRegions = "/api/v1/regions/";  // servers, not people

bool is_notice(std::string_view path) {
  return path == "/orders" || path == "/notice.css" || path == "/api/v1/orders" ||
         path == "/transparency" || path.starts_with("/transparency/") || path == "/favicon.svg" ||
         path == "/healthz" || path == "/readyz" || path.starts_with("/ledger/") ||
         path.starts_with(kBetweenRegions);
}

bool plays(std::string_view path) {
  return path.starts_with("/media/") || path.starts_with("/embed/") || path == "/api/v1/feed";
}

}  // namespace

Asked asked_by(const Request& request) {
  const std::string_view path = request.path;
  if (is_notice(path)) return {Purpose::notice, {}};
  if (path == "/api/v1/accounts" && request.method == Method::post) return {Purpose::sign_up, {}};
  return {plays(path) ? Purpose::playback : Purpose::browse, video_named(path)};
}

std::optional<Response> Availability::refuses(const Request& request) const {
  if (!orders_.anything_in_force() && deployment_.not_offered_in.empty()) return std::nullopt;
  const auto country = geo_.country_of(request.peer);
  if (!country) return std::nullopt;
  return refuses(request, *country, asked_by(request));
}

std::optional<Response> Availability::refuses_resident(const Request& request,
                                                       Country country) const {
  return refuses(request, country, {Purpose::sign_up, {}});
}

std::optional<Response> Availability::refuses(const Request& request, Country country,
                                              const Asked& asked) const {
  if (const auto order = orders_.forbids(country, asked.purpose, asked.video))
    return notice(request, &*order);
  if (asked.purpose == Purpose::notice || deployment_.is_offered_in(country)) return std::nullopt;
  return notice(request, nullptr);
}

std::vector<VideoId> Availability::withheld(const Request& request) const {
  const auto country = geo_.country_of(request.peer);
  return country ? orders_.withheld_in(*country) : std::vector<VideoId>();
}

Response Availability::notice(const Request& request, const Order* order) const {
  const std::string id = order ? order->id.text() : "not-offered";
  const std::string title = order ? order->said.title : "This network is not offered there";
  const std::string link = public_url_ + "/orders#" + id;
  Response response;
  if (request.path.starts_with("/api/") || request.path.starts_with("/media/")) {
    json::object error{{"code", "denied"},
                       {"reason", "not_available_here"},
                       {"message", "Not available in your country: " + title + ". " + link}};
    if (order) error["order"] = id;
    response = Response::json(451, json::serialize(json::object{{"error", std::move(error)}}));
  } else {
    response = Response::text(451, blocked_page(order, request.headers.get("Accept-Language")),
                              "text/html; charset=utf-8");
  }
  response.headers.set("Link", "<" + link + ">; rel=\"blocked-by\"");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace soleil
