#include "api/feed_api.h"

#include <algorithm>

#include "api/answer.h"
#include "api/languages.h"
#include "recommend/why_words.h"

namespace soleil {
namespace {

constexpr int64_t kCountMax = 20, kCount = 6;
constexpr size_t kTopicLengthMax = 160;  // bytes
constexpr size_t kHaveMax = 2'000;
constexpr size_t kBodyBytesMax = 64 << 10;  // 2000 ids with room to spare

Result<FeedKind> kind_of(const std::string& name) {
  if (name == "for_you") return FeedKind::for_you;
  if (name == "following") return FeedKind::following;
  if (name == "topic") return FeedKind::topic;
  return fail(Code::invalid, "bad_kind", "kind is for_you, following or topic.");
}

// What was asked for, by address or by body.
struct Asked {
  std::optional<std::string> kind, topic;
  std::optional<int64_t> count;
  std::vector<VideoId> have;
};

Result<Asked> read_address(const Request& request) {
  Asked asked{request.query_value("kind"), request.query_value("topic"), std::nullopt, {}};
  const auto count = request.query_value("count");
  if (count) asked.count = parse_int(*count).value_or(0);
  return asked;
}

Result<std::vector<VideoId>> read_have(const json::object& o) {
  std::vector<VideoId> out;
  const json::value* have = o.if_contains("have");
  if (!have) return out;
  const auto bad = [] {
    return fail(Code::invalid, "bad_have", "\"have\" is a list of at most 2000 video ids.");
  };
  if (!have->is_array() || have->get_array().size() > kHaveMax) return bad();
  for (const json::value& item : have->get_array()) {
    const auto id =
        item.is_string() ? VideoId::parse(std::string_view(item.get_string())) : std::nullopt;
    if (!id) return bad();
    out.push_back(*id);
  }
  return out;
}

Result<Asked> read_body(const Request& request) {
  const json::object o = SOLEIL_TRY(parse_json_object(request.body));
  Asked asked;
  asked.kind = SOLEIL_TRY(optional_string_field(o, "kind"));
  asked.topic = SOLEIL_TRY(optional_string_field(o, "topic"));
  asked.count = SOLEIL_TRY(optional_int_field(o, "count"));
  asked.have = SOLEIL_TRY(read_have(o));
  return asked;
}

Result<FeedRequest> read_request(const FeedApi& api, const Viewer& viewer, const Request& request) {
  Asked asked =
      SOLEIL_TRY(request.method == Method::post ? read_body(request) : read_address(request));
  FeedRequest out;
  out.viewer = viewer.id;
  out.controls = SOLEIL_TRY(api.controls.of(viewer.id));
  out.kind = SOLEIL_TRY(kind_of(asked.kind.value_or("for_you")));
  out.topic = to_lower_ascii(asked.topic.value_or(""));
  if ((out.kind == FeedKind::topic) != !out.topic.empty() || out.topic.size() > kTopicLengthMax)
    return fail(Code::invalid, "bad_topic", "kind=topic needs a tag as topic; others take none.");
  const int64_t wanted = asked.count.value_or(kCount);
  if (wanted < 1 || wanted > kCountMax)
    return fail(Code::invalid, "bad_count", "count is a number from 1 to 20.");
  out.count = static_cast<size_t>(wanted);
  out.have = std::move(asked.have);
  out.languages = languages_of(viewer, request);
  out.country = api.geo.country_of(request.peer);
  if (api.availability) out.withheld = api.availability->withheld(request);
  if (out.kind == FeedKind::following) {
    if (!viewer.account) return fail(Code::denied, "sign_in_needed", "Sign in first.");
    out.followees = SOLEIL_TRY(api.follows.followees(viewer.account->id));
  }
  return out;
}

std::string title_of(const Catalog& catalog, VideoId id) {
  const VideoPtr video = id ? catalog.find(id) : nullptr;
  return video && is_listed(*video) ? video->title : "";
}

json::object why_json(const Why& why, const std::string& because_title) {
  json::object out{{"score", why.score}, {"recipe", why.recipe}};
  out["source"] = json::string_view(why.source.data(), why.source.size());
  json::array en, fr, terms;
  for (const TwoTongues& sentence : sentences_of(why, because_title)) {
    en.emplace_back(sentence.en);
    fr.emplace_back(sentence.fr);
  }
  out["sentences"] = json::object{{"en", std::move(en)}, {"fr", std::move(fr)}};
  for (const Contribution& term : why.contributions) {
    const TwoTongues words = words_of(term.name);
    terms.push_back(json::object{{"name", json::string_view(term.name.data(), term.name.size())},
                                 {"value", term.value},
                                 {"en", words.en},
                                 {"fr", words.fr}});
  }
  out["contributions"] = std::move(terms);
  return out;
}

Result<json::array> show(const FeedApi& api, const Viewer& viewer, const FeedRequest& request,
                         const Page& page) {
  std::vector<VideoPtr> videos;
  for (const Candidate& candidate : page.videos) videos.push_back(candidate.video);
  json::array out = SOLEIL_TRY(api.show(videos, viewer));
  if (request.kind != FeedKind::for_you) return out;
  const bool french = !request.languages.empty() && request.languages.front() == "fr";
  for (size_t i = 0; i < out.size() && i < page.videos.size(); ++i) {
    const Why why = why_of(page.videos[i], page.recipe);
    const TwoTongues words = short_reason(why, title_of(api.catalog, why.because));
    json::object* item = out[i].if_object();
    if (!item) continue;
    (*item)["why"] = french ? words.fr : words.en;
    // Nothing of it is kept here, so the page itself says it all.
    if (!request.controls->profiling) (*item)["explained"] = why_json(why, "");
  }
  return out;
}

Result<Response> get_feed(const FeedApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request));
  const FeedRequest wanted = SOLEIL_TRY(read_request(api, viewer, request));
  const Page page = api.feed.next(wanted);
  json::object body{{"page_id", page.id}};
  body["videos"] = SOLEIL_TRY(show(api, viewer, wanted, page));
  Response response = Response::json(200, json::serialize(body));
  response.headers.set("Cache-Control", "no-store");
  if (viewer.new_guest)
    response.headers.add("Set-Cookie", api.identify.guest_cookie(viewer.id, api.guest_ms));
  return response;
}

Result<Response> get_why(const FeedApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request));
  const auto id = VideoId::parse(request.parameters.at(0));
  const auto why = id ? api.feed.why(viewer.id, *id) : std::nullopt;
  if (!why)
    return fail(Code::not_found, "not_from_feed",
                "The feed did not bring you this video, or too long ago to remember why.");
  const std::string title = title_of(api.catalog, why->because);
  return Response::json(200, json::serialize(why_json(*why, title)));
}

}  // namespace

Route feed_route(const FeedApi& api, Method method, std::string pattern, FeedHandler handler) {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler = [api, handler](const Request& r) { return answer(handler(api, r)); },
          .pool = &api.pool};
}

std::vector<Route> feed_routes(const FeedApi& api) {
  Route told = feed_route(api, Method::post, "/api/v1/feed", get_feed);
  told.body_bytes_max = kBodyBytesMax;
  return {feed_route(api, Method::get, "/api/v1/feed", get_feed), std::move(told),
          feed_route(api, Method::get, "/api/v1/videos/{id}/why", get_why)};
}

}  // namespace soleil
