#include "api/list_api.h"

#include "api/video_page.h"
#include "base/text.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr size_t kTopics = 40;
constexpr size_t kFoundOfAKind = 12;

Result<Response> list_my_videos(const ApiParts& parts, const Request& request) {
  const Viewer me = SOLEIL_TRY(parts.identify.person(request));
  return video_page(
      parts, request, me, SOLEIL_TRY(after_of(request)),
      [&](VideoId before, size_t limit) {
        return parts.catalog.by_author(me.account->id, before, limit);
      },
      [](const Video&) { return true; });
}

Result<Response> list_liked(const ApiParts& parts, const Request& request) {
  const Viewer me = SOLEIL_TRY(parts.identify.person(request));
  const auto ids = SOLEIL_TRY(
      parts.people.likes.liked(me.account->id, SOLEIL_TRY(after_of(request)), kVideosAPage));
  std::vector<VideoPtr> videos;
  for (VideoId id : ids)
    if (VideoPtr video = parts.catalog.find(id); video && is_reachable(*video, me.account_id()))
      videos.push_back(std::move(video));
  const VideoId next = ids.size() == kVideosAPage ? ids.back() : VideoId{};
  return video_page_answer(parts, me, without_withheld(parts, request, me, std::move(videos)),
                           next);
}

json::array tags_json(const std::vector<TagCount>& tags) {
  json::array out;
  for (const TagCount& tag : tags)
    out.emplace_back(json::object{{"tag", tag.tag}, {"videos", tag.videos}});
  return out;
}

Result<Response> list_topics(const ApiParts& parts, const Request&) {
  return json_answer(200, json::object{{"topics", tags_json(parts.catalog.top_tags(kTopics))}});
}

Result<std::shared_ptr<const Sound>> named_sound(const ApiParts& parts, const Request& request) {
  const auto id = SoundId::parse(parameter(request));
  auto sound = id ? parts.catalog.find_sound(*id) : nullptr;
  // A sound that only hidden or unfinished videos use is not public yet.
  if (sound && parts.catalog.sound_video_count(*id) > 0) return sound;
  return fail(Code::not_found, "no_such_sound", "There is no such sound.");
}

Result<Response> get_sound(const ApiParts& parts, const Request& request) {
  return json_answer(200, parts.videos.sound(*SOLEIL_TRY(named_sound(parts, request))));
}

Result<Response> list_sound_videos(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const auto sound = SOLEIL_TRY(named_sound(parts, request));
  return video_page(
      parts, request, viewer, SOLEIL_TRY(after_of(request)),
      [&](VideoId before, size_t limit) {
        return parts.catalog.by_sound(sound->id, before, limit);
      },
      is_listed);
}

Result<Response> list_tag_videos(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const std::string tag = is_utf8(parameter(request)) ? lower(parameter(request)) : "";
  return video_page(
      parts, request, viewer, SOLEIL_TRY(after_of(request)),
      [&](VideoId before, size_t limit) { return parts.catalog.by_tag(tag, before, limit); },
      is_listed);
}

Result<Response> search(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  const auto query = request.query_value("q");
  if (!query) return fail(Code::invalid, "no_query", "Say what to look for: ?q=…");
  const Found found = parts.search.find(*query, kFoundOfAKind);
  json::array sounds;
  for (const auto& sound : found.sounds) sounds.emplace_back(parts.videos.sound(*sound));
  auto videos =
      SOLEIL_TRY(parts.videos.many(viewer, without_withheld(parts, request, viewer, found.videos)));
  auto people = SOLEIL_TRY(parts.videos.authors(viewer, found.people));
  return json_answer(200, json::object{{"videos", std::move(videos)},
                                       {"people", std::move(people)},
                                       {"tags", tags_json(found.tags)},
                                       {"sounds", std::move(sounds)}});
}

}  // namespace

std::vector<Route> list_routes(const ApiParts& parts) {
  return {
      parts_route(parts, Method::get, "/api/v1/me/videos", list_my_videos),
      parts_route(parts, Method::get, "/api/v1/me/liked", list_liked),
      parts_route(parts, Method::get, "/api/v1/topics", list_topics),
      parts_route(parts, Method::get, "/api/v1/sounds/{sound_id}", get_sound),
      parts_route(parts, Method::get, "/api/v1/sounds/{sound_id}/videos", list_sound_videos),
      parts_route(parts, Method::get, "/api/v1/tags/{tag}/videos", list_tag_videos),
      parts_route(parts, Method::get, "/api/v1/search", search),
  };
}

}  // namespace soleil
