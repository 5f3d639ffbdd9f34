#include "api/account_api.h"

#include "api/session_api.h"
#include "api/video_page.h"
#include "people/handles.h"

namespace soleil {
namespace {

Result<std::shared_ptr<const Account>> account_named(const ApiParts& parts,
                                                     const Request& request) {
  auto account = parts.catalog.find_handle(normal_handle(parameter(request)));
  if (account && !is_erased(*account)) return account;
  return fail(Code::not_found, "no_such_account", "There is nobody with this handle.");
}

Result<std::optional<Country>> country_field(const json::object& body, std::string_view name) {
  const auto code = SOLEIL_TRY(optional_string_field(body, name));
  if (!code || code->empty()) return std::nullopt;
  if (const auto country = Country::parse(*code)) return country;
  return fail(Code::invalid, "unknown_country",
              "'" + code->substr(0, 10) + "' is not a country; write ISO 3166-1 codes, as US.");
}

Result<Response> register_person(const ApiParts& parts, const Request& request) {
  SOLEIL_TRY(parts.identify.viewer(request));
  if (!parts.sign_up_open)
    return fail(Code::denied, "sign_up_closed", "This server takes no new accounts.");
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  Registration registration;
  registration.handle = SOLEIL_TRY(string_field(body, "handle"));
  registration.password = SOLEIL_TRY(string_field(body, "password"));
  registration.display_name = SOLEIL_TRY(optional_string_field(body, "display_name")).value_or("");
  registration.language = SOLEIL_TRY(optional_string_field(body, "language")).value_or("en");
  const auto country = SOLEIL_TRY(country_field(body, "country"));
  if (country)
    if (auto refusal = parts.availability.refuses_resident(request, *country))
      return std::move(*refusal);
  const Residence residence{SOLEIL_TRY(parts.gate.admit_newcomer(country, Errand::sign_up)),
                            parts.geo.country_of(request.peer)};
  if (const int64_t wait_ms = parts.people.registrations.take(address_key(request.peer)))
    return too_many_attempts(wait_ms);
  const Account account =
      SOLEIL_TRY(parts.people.accounts.register_person(registration, residence));
  return sign_in_answer(parts, request, account, 201);
}

Result<Response> get_profile(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const auto account = SOLEIL_TRY(account_named(parts, request));
  int64_t videos = 0, likes = 0;
  for (const VideoPtr& video : parts.catalog.by_author(account->id, {}, SIZE_MAX)) {
    if (!is_listed(*video)) continue;
    ++videos;
    likes += video->like_count;
  }
  bool followed = false;
  if (const auto me = viewer.account_id())
    followed = !SOLEIL_TRY(parts.people.follows.followed_among(*me, {account->id})).empty();
  return json_answer(200, json::object{{"id", account->id.text()},
                                       {"handle", account->handle},
                                       {"display_name", account->display_name},
                                       {"bio", account->bio},
                                       {"videos", videos},
                                       {"followers", account->follower_count},
                                       {"following", account->following_count},
                                       {"likes", likes},
                                       {"followed", followed},
                                       {"me", viewer.account_id() == account->id}});
}

Result<Response> list_profile_videos(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const auto account = SOLEIL_TRY(account_named(parts, request));
  const bool mine = viewer.account_id() == account->id;
  return video_page(
      parts, request, viewer, SOLEIL_TRY(after_of(request)),
      [&](VideoId before, size_t limit) {
        return parts.catalog.by_author(account->id, before, limit);
      },
      [&](const Video& v) { return mine ? v.state == VideoState::published : is_listed(v); });
}

// Where a video made somebody follow its author, the video is told of it; once.
Result<void> tell_followed(const ApiParts& parts, AccountId follower, AccountId followee,
                           const Request& request) {
  const auto id = VideoId::parse(request.query_value("video").value_or(""));
  const VideoPtr video = id ? parts.catalog.find(*id) : nullptr;
  if (!video || video->author != followee) return {};
  const int64_t now_ms = parts.clock.now_ms();
  return parts.people.facts(
      Followed{{"follow-" + id->text(), viewer_of(follower), *id, now_ms, now_ms}});
}

Result<Response> follow(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto account = SOLEIL_TRY(account_named(parts, request));
  SOLEIL_TRY(parts.people.follows.follow(me.id, account->id));
  SOLEIL_TRY(tell_followed(parts, me.id, account->id, request));
  return no_content();
}

Result<Response> unfollow(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto account = SOLEIL_TRY(account_named(parts, request));
  SOLEIL_TRY(parts.people.follows.unfollow(me.id, account->id));
  return no_content();
}

Result<Response> update_me(const ApiParts& parts, const Request& request) {
  Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  ProfileEdit edit;
  edit.display_name = SOLEIL_TRY(optional_string_field(body, "display_name"));
  edit.bio = SOLEIL_TRY(optional_string_field(body, "bio"));
  edit.language = SOLEIL_TRY(optional_string_field(body, "language"));
  viewer.account = SOLEIL_TRY(parts.people.accounts.edit(me.id, edit));
  return json_answer(200, SOLEIL_TRY(session_json(parts, viewer)));
}

Result<Response> change_password(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const auto current = SOLEIL_TRY(optional_string_field(body, "current"));
  const std::string password = SOLEIL_TRY(string_field(body, "password"));
  const std::string key = address_key(request.peer) + "\n" + me.handle;
  if (const int64_t wait_ms = parts.people.sign_ins.take(key)) return too_many_attempts(wait_ms);
  SOLEIL_TRY(parts.people.accounts.change_password(me.id, current, password));
  SOLEIL_TRY(parts.people.sessions.revoke_others(me.id, viewer.session->id));
  return no_content();
}

// The receipt that the key is destroyed; and what an order keeps us from deleting, with the order.
Response erased_answer(const Erased& erased) {
  json::array out;
  for (const Order& order : erased.held)
    out.emplace_back(json::object{{"video_id", order.said.video.text()},
                                  {"order", order.id.text()},
                                  {"title", order.said.title}});
  json::object said{{"receipt", erased.receipt}};
  if (!out.empty()) said["held"] = std::move(out);
  return json_answer(200, said);
}

// The session is proof enough for somebody who never had a password.
Result<Response> erase_me(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const auto password = SOLEIL_TRY(optional_string_field(body, "password"));
  const std::string key = address_key(request.peer) + "\n" + me.handle;
  if (const int64_t wait_ms = parts.people.sign_ins.take(key)) return too_many_attempts(wait_ms);
  const Accounts& accounts = parts.people.accounts;
  if (SOLEIL_TRY(accounts.has_password(me.id)) &&
      !accounts.check_password(me.handle, password.value_or("")))
    return fail(Code::denied, "wrong_password", "The password is wrong. Nothing was erased.");
  Response response = erased_answer(SOLEIL_TRY(parts.erasure.erase(me.id)));
  response.headers.add("Set-Cookie", parts.identify.session_cookie("", 0));
  return response;
}

}  // namespace

std::vector<Route> account_routes(const ApiParts& parts) {
  const std::string one = "/api/v1/accounts/{handle}";
  return {
      password_route(parts, Method::post, "/api/v1/accounts", register_person),
      parts_route(parts, Method::get, one, get_profile),
      parts_route(parts, Method::get, one + "/videos", list_profile_videos),
      parts_route(parts, Method::put, one + "/follow", follow),
      parts_route(parts, Method::del, one + "/follow", unfollow),
      parts_route(parts, Method::patch, "/api/v1/me", update_me),
      password_route(parts, Method::put, "/api/v1/me/password", change_password),
      password_route(parts, Method::post, "/api/v1/me/erase", erase_me),
  };
}

}  // namespace soleil
