#include "api/far_media_api.h"

#include "api/answer.h"
#include "api/media_api.h"

namespace soleil {
namespace {

constexpr int64_t kFileBytesMax = int64_t{2} << 30;

tl::unexpected<Error> not_here() {
  return fail(Code::not_found, "no_such_media",
              "This video is not here, or its address has expired. Reload the page.");
}

Result<void> fetch(const FarMedia& far, const Video& video, int64_t version,
                   const std::string& file, const std::string& key) {
  const Region* const home = far.deployment.by_index(video.id.home());
  if (!home || !far.link) return not_here();
  auto writer = SOLEIL_TRY(far.blobs.create(key));
  int64_t bytes = 0;
  Result<void> written;
  SOLEIL_TRY(
      far.link->fetch(*home, PublicAsk::media(video.id, version, file), [&](std::string_view part) {
        bytes += static_cast<int64_t>(part.size());
        if (bytes <= kFileBytesMax) written = writer->append(part);
        return bytes <= kFileBytesMax && written.has_value();
      }));
  if (bytes > kFileBytesMax) return not_here();
  SOLEIL_TRY(std::move(written));
  return writer->commit();
}

Result<Response> serve(const FarMedia& far, const Request& request) {
  const auto& [token, id_text, file] =
      std::tie(request.parameters[0], request.parameters[1], request.parameters[2]);
  const auto id = VideoId::parse(id_text);
  const VideoPtr video = id ? far.catalog.find(*id) : nullptr;
  if (!video || video->state != VideoState::published) return not_here();
  const auto version = far.signer.check(token, *video);
  const std::string key = version ? media_key(*video, *version, file) : "";
  if (key.empty()) return not_here();
  if (!far.blobs.stat(key)) SOLEIL_TRY(fetch(far, *video, *version, file, key));
  return media_file(far.blobs, request, *video, *version, file);
}

}  // namespace

std::vector<Route> far_media_routes(const FarMedia& far) {
  const auto handler = [&far](const Request& request) { return answer(serve(far, request)); };
  std::vector<Route> out;
  for (const Method method : {Method::get, Method::head})
    out.push_back({method, "/media/far/{token}/{video_id}/{file*}", handler, {}, &far.pool});
  return out;
}

}  // namespace soleil
