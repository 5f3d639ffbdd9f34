#include "api/between_api.h"

#include <algorithm>

#include "api/media_api.h"
#include "api/session_api.h"
#include "residency/region_pass.h"

namespace soleil {
namespace {

constexpr size_t kBelongingsBytesMax = 16 << 20;

Result<void> check_region(const BetweenParts& parts, const Request& request) {
  if (!parts.feed)
    return fail(Code::denied, "not_a_region", "Only another region's server may ask this.");
  SOLEIL_TRY(check_region_pass(parts.api.gate.deployment(), request.headers.get("Authorization"),
                               {method_name(request.method), request.target, request.body},
                               parts.api.clock.now_ms()));
  return {};
}

Result<Response> catalogue(const BetweenParts& parts, const Request& request) {
  SOLEIL_TRY(check_region(parts, request));
  const std::string cursor = request.query_value("after").value_or("");
  if (cursor.size() > 50 || cursor.find_first_not_of("0123456789.") != std::string::npos)
    return fail(Code::invalid, "bad_after", "\"after\" must be the \"next\" of the page before.");
  Response response = Response::json(200, parts.feed->page(cursor));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

// Of a listed video only, and of its version as it is now.
Result<Response> media(const BetweenParts& parts, const Request& request) {
  SOLEIL_TRY(check_region(parts, request));
  const auto id = VideoId::parse(parameter(request));
  const VideoPtr video = id ? parts.api.catalog.find(*id) : nullptr;
  const bool open = video && is_listed(*video) && id->home() == parts.api.gate.here().index;
  if (!open || parameter(request, 1) != std::to_string(video->media_version))
    return fail(Code::not_found, "no_such_media", "There is no such public file here.");
  return media_file(parts.blobs, request, *video, video->media_version, parameter(request, 2));
}

Result<Response> standing(const BetweenParts& parts, const Request& request) {
  SOLEIL_TRY(check_region(parts, request));
  Response response = Response::json(200, signed_standing(parts.standings.own(), *parts.keys));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Response> arrive(const BetweenParts& parts, const Request& request) {
  SOLEIL_TRY(check_region(parts, request));
  const std::string unsealed = SOLEIL_TRY(parts.keys->unseal(request.body));
  const Account account = SOLEIL_TRY(parts.moving.take_in(unsealed, parts.api.gate));
  parts.log.info("moved_in");
  return json_answer(200, json::object{{"handle", account.handle}});
}

Result<void> check_password(const BetweenParts& parts, const Request& request, const Account& me,
                            const std::optional<std::string>& password) {
  const Accounts& accounts = parts.api.people.accounts;
  if (SOLEIL_TRY(accounts.has_password(me.id)) &&
      !accounts.check_password(me.handle, password.value_or("")))
    return fail(Code::denied, "wrong_password", "The password is wrong. Nothing was moved.");
  (void)request;
  return {};
}

Result<void> check_videos(const BetweenParts& parts, const Account& me, bool leave) {
  if (leave) return {};
  const auto videos = parts.api.catalog.by_author(me.id, {}, 1);
  if (videos.empty()) return {};
  return fail(
      Code::conflict, "videos_stay_behind",
      "Videos don't move: they would be erased here. Keep the files, and say leave_videos.");
}

struct Wish {
  Country country;
  std::string handle;
  bool leave_videos = false;
};

// To the new home first, then away from here: cut short in between, it is asked again, and the new
// home knows the move by its name.
Result<Response> move_to(const BetweenParts& parts, const Account& me, const Region& home,
                         const Wish& wish) {
  SOLEIL_TRY(check_videos(parts, me, wish.leave_videos));
  const auto who = SOLEIL_TRY(parts.api.gate.admit(me.id, Errand::move));
  const Sealed sealed = SOLEIL_TRY(parts.moving.pack(who, wish.country, wish.handle, home));
  const auto answer = SOLEIL_TRY(parse_json_object(SOLEIL_TRY(parts.link->deliver(home, sealed))));
  const auto held = SOLEIL_TRY(parts.api.erasure.erase(me.id)).held;
  parts.log.info("moved_out", {{"home", home.id}, {"count", int64_t(held.size())}});
  Response response =
      json_answer(200, json::object{{"home", home.id},
                                    {"name", home.name},
                                    {"address", home.address},
                                    {"handle", SOLEIL_TRY(string_field(answer, "handle"))}});
  response.headers.add("Set-Cookie", parts.api.identify.session_cookie("", 0));
  return response;
}

Result<Response> move(const BetweenParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.api.identify.account(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const auto country = Country::parse(SOLEIL_TRY(string_field(body, "country")));
  if (!country)
    return fail(Code::invalid, "unknown_country",
                "Write the country as an ISO 3166-1 code, as US.");
  const Wish wish{*country, SOLEIL_TRY(optional_string_field(body, "handle")).value_or(""),
                  SOLEIL_TRY(optional_bool_field(body, "leave_videos")).value_or(false)};
  const auto password = SOLEIL_TRY(optional_string_field(body, "password"));
  const std::string key = address_key(request.peer) + "\n" + me.handle;
  if (const int64_t wait_ms = parts.api.people.sign_ins.take(key))
    return too_many_attempts(wait_ms);
  SOLEIL_TRY(check_password(parts, request, me, password));
  const Gate& gate = parts.api.gate;
  const Region* const home = gate.deployment().home_of(*country);
  if (home && home->index != gate.here().index) return move_to(parts, me, *home, wish);
  SOLEIL_TRY(parts.api.people.accounts.change_residence(
      me.id, SOLEIL_TRY(gate.admit_newcomer(country, Errand::move))));
  return no_content();
}

using OwnHandler = Result<Response> (*)(const BetweenParts&, const Request&);

Route route(const BetweenParts& parts, Method method, std::string pattern, OwnHandler handler) {
  return Route{method,
               std::move(pattern),
               [&parts, handler](const Request& r) { return answer(handler(parts, r)); },
               {},
               &parts.api.pool};
}

}  // namespace

std::vector<Route> between_routes(const BetweenParts& parts) {
  const std::string base = "/api/v1/regions/";
  Route arrivals = route(parts, Method::post, base + "arrivals", arrive);
  arrivals.body_bytes_max = kBelongingsBytesMax;
  Route moves = route(parts, Method::post, "/api/v1/me/move", move);
  moves.pool = &parts.moving_pool;
  return {route(parts, Method::get, base + "catalogue", catalogue),
          route(parts, Method::get, base + "media/{video_id}/{version}/{file*}", media),
          route(parts, Method::get, base + "standing", standing), std::move(arrivals),
          std::move(moves)};
}

}  // namespace soleil
