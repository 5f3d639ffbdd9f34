#include "api/feed_api.h"

#include <algorithm>

#include "api/languages.h"
#include "recommend/why_words.h"

namespace soleil {
namespace {

constexpr int64_t kCountMax = 20, kCount = 6;
constexpr size_t kTopicLengthMax = 160;  // bytes

Result<FeedKind> kind_of(const Request& request) {
  const std::string name = request.query_value("kind").value_or("for_you");
  if (name == "for_you") return FeedKind::for_you;
  if (name == "following") return FeedKind::following;
  if (name == "topic") return FeedKind::topic;
  return fail(Code::invalid, "bad_kind", "kind is for_you, following or topic.");
}

Result<FeedRequest> read_request(const FeedApi& api, const Viewer& viewer, const Request& request) {
  FeedRequest out;
  out.viewer = viewer.id;
  out.kind = SOLEIL_TRY(kind_of(request));
  out.topic = to_lower_ascii(request.query_value("topic").value_or(""));
  if ((out.kind == FeedKind::topic) != !out.topic.empty() || out.topic.size() > kTopicLengthMax)
    return fail(Code::invalid, "bad_topic", "kind=topic needs a tag as topic; others take none.");
  const auto count = request.query_value("count");
  const auto wanted = count ? parse_int(*count) : std::optional<int64_t>(kCount);
  if (!wanted || *wanted < 1 || *wanted > kCountMax)
    return fail(Code::invalid, "bad_count", "count is a number from 1 to 20.");
  out.count = static_cast<size_t>(*wanted);
  out.languages = languages_of(viewer, request);
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
    if (json::object* item = out[i].if_object()) (*item)["why"] = french ? words.fr : words.en;
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

Result<Response> reset_taste(const FeedApi& api, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(api.identify.viewer(request));
  if (viewer.new_guest) return Response::empty(204);
  const int64_t now_ms = api.clock.now_ms();
  const TasteReset fact{{"reset-" + id_text(api.ids.next()), viewer.id, {}, now_ms, now_ms}};
  SOLEIL_TRY(api.intake.accept(viewer.id, {fact}));
  api.feed.forget(viewer.id);
  return Response::empty(204);
}

using Answer = Result<Response> (*)(const FeedApi&, const Request&);

Route route(const FeedApi& api, Method method, std::string pattern, Answer answer) {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler =
              [api, answer](const Request& request) {
                auto response = answer(api, request);
                return response ? std::move(*response) : error_response(response.error());
              },
          .pool = &api.pool};
}

}  // namespace

std::vector<Route> feed_routes(const FeedApi& api) {
  return {route(api, Method::get, "/api/v1/feed", get_feed),
          route(api, Method::get, "/api/v1/videos/{id}/why", get_why),
          route(api, Method::del, "/api/v1/me/taste", reset_taste)};
}

}  // namespace soleil
