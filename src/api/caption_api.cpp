#include "api/caption_api.h"

#include <algorithm>

#include "api/video_api.h"
#include "model/media.h"

namespace soleil {
namespace {

struct Desk {
  const ApiParts& parts;
  BlobStore& blobs;
  const CatalogLimits& limits;
};

Result<std::string> named_language(const Request& request) {
  std::string language = SOLEIL_TRY(clean_language(parameter(request, 1)));
  if (language.empty())
    return fail(Code::invalid, "bad_language",
                "A language is a BCP 47 tag such as \"fr\", \"en\" or \"pt-BR\".");
  return language;
}

std::string blob_key(const Video& video, const CaptionTrack& track) {
  return video_folder(video.id) + caption_file(track);
}

// Blobs that the row no longer names. What can't be removed now is swept later.
void remove_dropped(const Desk& desk, const Video& before, const Video& now) {
  for (const CaptionTrack& old : before.captions) {
    const bool kept = std::ranges::any_of(now.captions, [&](const CaptionTrack& track) {
      return caption_file(track) == caption_file(old);
    });
    if (!kept) (void)desk.blobs.remove(blob_key(before, old));
  }
}

// The bytes first: a row never names what is not there.
Result<Response> put_captions(const Desk& desk, const Request& request) {
  const auto [viewer, video] = SOLEIL_TRY(my_video(desk.parts, request));
  CaptionTrack track{SOLEIL_TRY(named_language(request)), desk.parts.clock.now_ms()};
  const Captions captions =
      SOLEIL_TRY(clean_captions(request.body, video->duration_ms, desk.limits.captions));
  track.end_ms = captions.end_ms;
  SOLEIL_TRY(desk.blobs.put(blob_key(*video, track), captions.vtt));
  const auto now = desk.parts.catalog.put_caption(video->id, track);
  if (!now) {
    (void)desk.blobs.remove(blob_key(*video, track));
    return tl::unexpected<Error>(now.error());
  }
  remove_dropped(desk, *video, **now);
  return video_answer(desk.parts, viewer, *now);
}

Result<Response> delete_captions(const Desk& desk, const Request& request) {
  const auto [viewer, video] = SOLEIL_TRY(my_video(desk.parts, request));
  const std::string language = SOLEIL_TRY(named_language(request));
  const VideoPtr now = SOLEIL_TRY(desk.parts.catalog.drop_caption(video->id, language));
  remove_dropped(desk, *video, *now);
  return video_answer(desk.parts, viewer, now);
}

}  // namespace

std::vector<Route> caption_routes(const ApiParts& parts, BlobStore& blobs,
                                  const CatalogLimits& limits) {
  const Desk desk{parts, blobs, limits};
  const std::string pattern = "/api/v1/videos/{video_id}/captions/{language}";
  const auto route = [&](Method method, auto handler) {
    return Route{method,
                 pattern,
                 [desk, handler](const Request& r) { return answer(handler(desk, r)); },
                 {},
                 &parts.pool};
  };
  return {route(Method::put, put_captions), route(Method::del, delete_captions)};
}

}  // namespace soleil
