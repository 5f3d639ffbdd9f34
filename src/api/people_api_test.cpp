// The handlers without sockets: who may do what.
#include <doctest/doctest.h>

#include "api/account_api.h"
#include "api/list_api.h"
#include "api/report_api.h"
#include "api/session_api.h"
#include "api/video_api.h"
#include "base/text.h"
#include "platform/blob/adapters.h"
#include "support/people_world.h"
#include "support/unheard.h"

TEST_SUITE_BEGIN("api");

namespace soleil {
namespace {

// One route of a pattern: its {…} take whole segments.
bool fits(const Route& route, Request& request) {
  if (route.method != request.method) return false;
  const auto pattern = split(route.pattern, '/'), path = split(request.path, '/');
  if (pattern.size() != path.size()) return false;
  request.parameters.clear();
  for (size_t i = 0; i < path.size(); ++i) {
    if (pattern[i].starts_with('{'))
      request.parameters.emplace_back(path[i]);
    else if (pattern[i] != path[i])
      return false;
  }
  return true;
}

struct ApiWorld : PeopleWorld {
  Search search{*catalog};
  MediaSigner signer{"media key", clock};
  Identify identify{*catalog, people.sessions, people.guests, "https://soleil.example"};
  VideoJson videos{*catalog, signer, people.likes, people.follows, "https://soleil.example"};
  Pool pool{"api", 1, 8}, password_pool{"password", 1, 8};
  std::vector<VideoId> put_again;
  std::unique_ptr<BlobStore> blobs = make_memory_blobs(clock);
  Erasure erasure{*database, *blobs, *catalog,
                  people,    clock,  [](const WatchFact&) -> Result<void> { return {}; }};
  ApiParts made_parts() {
    return {clock,
            *catalog,
            search,
            people,
            erasure,
            identify,
            videos,
            pool,
            password_pool,
            true,
            [this](VideoId video) -> Result<void> {
              put_again.push_back(video);
              return {};
            },
            gate,
            *geo,
            availability};
  }
  std::unique_ptr<Geo> geo = make_geo_table({});
  std::unique_ptr<Orders> orders =
      *Orders::open(*database, clock, ids, OrderSigner("a secret"), unheard);
  Availability availability{*geo, *orders, deployment, "https://soleil.example"};
  ApiParts parts = made_parts();
  std::vector<Route> routes = all_routes();

  std::vector<Route> all_routes() {
    std::vector<Route> all;
    for (auto& some : {session_routes(parts), account_routes(parts), video_routes(parts),
                       list_routes(parts), report_routes(parts)})
      all.insert(all.end(), some.begin(), some.end());
    return all;
  }

  Response send(Request request) {
    for (const Route& route : routes)
      if (fits(route, request)) return route.handler(request);
    FAIL("no route for " << request.path);
    return {};
  }

  struct Browser {
    std::string cookie, csrf;
  };

  Browser browser_of(const Account& account) {
    const auto opened = people.sessions.open(account.id, SessionKind::browser, "");
    REQUIRE(opened.has_value());
    return {"soleil_session=" + opened->token, opened->session.csrf};
  }

  Request request(Method method, const std::string& path, const std::string& body = "") {
    Request out;
    out.method = method;
    out.path = out.target = path;
    out.body = body;
    out.peer = "192.0.2.7";
    out.headers.set("Host", "soleil.example");
    return out;
  }

  Request as(const Browser& browser, Method method, const std::string& path,
             const std::string& body = "") {
    Request out = request(method, path, body);
    out.headers.set("Cookie", browser.cookie);
    out.headers.set("X-Soleil-CSRF", browser.csrf);
    return out;
  }
};

std::string body_of(const Response& response) {
  return std::get<TextBody>(response.body).bytes;
}

bool has(const Response& response, const std::string& text) {
  return body_of(response).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a cookie alone changes nothing: the token and our own origin are needed") {
  ApiWorld w;
  const auto ada = w.browser_of(w.person("ada"));
  Request edit = w.as(ada, Method::patch, "/api/v1/me", R"({"bio": "Hello"})");
  CHECK(w.send(edit).status == 200);

  Request bare = edit;
  bare.headers.set("X-Soleil-CSRF", "");
  CHECK(w.send(bare).status == 403);
  bare.headers.set("X-Soleil-CSRF", ada.csrf.substr(1));
  CHECK(has(w.send(bare), "bad_csrf"));

  Request foreign = edit;
  foreign.headers.set("Origin", "https://evil.example");
  CHECK(has(w.send(foreign), "bad_origin"));
  foreign.headers.set("Origin", "null");
  CHECK(has(w.send(foreign), "bad_origin"));
  for (const char* ours : {"https://soleil.example", "http://soleil.example"}) {
    foreign.headers.set("Origin", ours);
    CHECK(w.send(foreign).status == 200);
  }
}

TEST_CASE("a bearer token needs no CSRF header, and its token is no cookie") {
  ApiWorld w;
  const Account ada = w.person("ada");
  const auto opened = w.people.sessions.open_bearer(ada.id, "import", 1'000);
  REQUIRE(opened.has_value());
  Request edit = w.request(Method::patch, "/api/v1/me", R"({"bio": "By a tool"})");
  edit.headers.set("Authorization", "Bearer " + opened->token);
  CHECK(w.send(edit).status == 200);
  Request cookie = w.request(Method::get, "/api/v1/me/videos");
  cookie.headers.set("Cookie", "soleil_session=" + opened->token);
  CHECK(w.send(cookie).status == 401);
  w.clock.advance_ms(1'001);
  CHECK(has(w.send(edit), "bad_token"));
}

TEST_CASE("cookies: HttpOnly, SameSite, Secure where the public address is https") {
  ApiWorld w;
  const Response response = w.send(w.request(Method::get, "/api/v1/session"));
  const std::string cookie(response.headers.get("Set-Cookie"));
  for (const char* word :
       {"soleil_viewer=", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/"})
    CHECK(cookie.find(word) != std::string::npos);
  const Identify plain(*w.catalog, w.people.sessions, w.people.guests, "http://localhost:8080");
  CHECK(plain.session_cookie("t", 1'000).find("Secure") == std::string::npos);
}

TEST_CASE("a private or removed video is not there for a stranger, a guest or a report") {
  ApiWorld w;
  const Account ada = w.person("ada");
  const auto owner = w.browser_of(ada), stranger = w.browser_of(w.person("bob"));
  const VideoId video = w.publish(ada.id);
  const std::string path = "/api/v1/videos/" + video.text();
  CHECK(w.send(w.as(stranger, Method::get, path)).status == 200);
  CHECK(w.send(w.as(owner, Method::patch, path, R"({"visibility": "private"})")).status == 200);
  const auto check_hidden = [&] {
    CHECK(w.send(w.request(Method::get, path)).status == 404);
    CHECK(w.send(w.as(stranger, Method::get, path)).status == 404);
    CHECK(w.send(w.as(stranger, Method::put, path + "/like")).status == 404);
    CHECK(w.send(w.as(stranger, Method::post, path + "/report", R"({"reason": "spam"})")).status ==
          404);
    CHECK(w.send(w.as(owner, Method::get, path)).status == 200);
  };
  check_hidden();
  CHECK(w.send(w.as(owner, Method::patch, path, R"({"visibility": "public"})")).status == 200);
  CHECK(w.send(w.as(owner, Method::del, path)).status == 204);
  check_hidden();
}

TEST_CASE("only moderators see reports; only its author changes a video") {
  ApiWorld w;
  const Account ada = w.person("ada"), bob = w.person("bob");
  const auto owner = w.browser_of(ada), other = w.browser_of(bob);
  const std::string path = "/api/v1/videos/" + w.publish(ada.id).text();
  CHECK(w.send(w.as(other, Method::patch, path, "{}")).status == 403);
  CHECK(w.send(w.as(other, Method::del, path)).status == 403);
  CHECK(w.send(w.request(Method::del, path)).status == 401);
  CHECK(w.send(w.as(other, Method::get, "/api/v1/admin/reports")).status == 403);
  REQUIRE(w.people.accounts.set_role(bob.id, Role::moderator).has_value());
  CHECK(w.send(w.as(other, Method::get, "/api/v1/admin/reports")).status == 200);
  CHECK(w.send(w.as(owner, Method::get, "/api/v1/admin/reports")).status == 403);
}

TEST_CASE("a video restored in the middle of its processing goes on") {
  ApiWorld w;
  const Account ada = w.person("ada");
  const auto owner = w.browser_of(ada);
  const VideoId whole = w.publish(ada.id);
  const VideoId half = (*w.catalog->begin_upload(ada.id, {}))->id;
  REQUIRE(w.catalog->uploaded(half, "personal/source/1", "hash").has_value());
  for (VideoId id : {whole, half}) {
    REQUIRE(w.catalog->remove(id).has_value());
    CHECK(w.send(w.as(owner, Method::post, "/api/v1/videos/" + id.text() + "/restore")).status ==
          200);
  }
  CHECK(w.put_again == std::vector<VideoId>{half});
}

TEST_CASE("lists are paged: every video once, the last page has no next") {
  ApiWorld w;
  const Account ada = w.person("ada");
  for (int i = 0; i < 30; ++i) w.publish(ada.id, "v", {"t"});
  Request ask = w.request(Method::get, "/api/v1/tags/t/videos");
  const auto page = parse_json_object(body_of(w.send(ask)));
  CHECK(page->at("videos").as_array().size() == 24);
  ask.query = "after=" + std::string(page->at("next").as_string());
  const auto last = parse_json_object(body_of(w.send(ask)));
  CHECK(last->at("videos").as_array().size() == 6);
  CHECK_FALSE(last->contains("next"));
}

}  // namespace soleil
