#include "api/media_api.h"

#include <algorithm>

#include "api/content_type.h"
#include "model/media.h"
#include "net/range.h"

namespace soleil {
namespace {

// A file of the version's folder, or of the folder partial/ in it; or captions.
bool is_file_name(std::string_view name) {
  for (const std::string_view folder : {std::string_view("partial/"), kCaptionsFolder})
    if (name.starts_with(folder)) name.remove_prefix(folder.size());
  return !name.empty() && name.size() <= 100 && name[0] != '.' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

Response not_here() {
  return error_response({Code::not_found, "no_such_media",
                         "This video is not here, or its address has expired. Reload the page."});
}

// The playlists in partial/ grow; everything else never changes.
std::string_view cache_control(const Video& video, std::string_view file) {
  if (file.starts_with("partial/") && file.ends_with(".m3u8")) return "no-cache";
  return video.visibility == Visibility::only_me ? "private, max-age=21600, immutable"
                                                 : "public, max-age=21600, immutable";
}

Response serve(const Catalog& catalog, const BlobStore& blobs, const MediaSigner& signer,
               const Request& request) {
  const auto& [token, id_text, file] =
      std::tie(request.parameters[0], request.parameters[1], request.parameters[2]);
  const auto id = VideoId::parse(id_text);
  const auto video = id ? catalog.find(*id) : nullptr;
  if (!video || video->state != VideoState::published) return not_here();
  const auto version = signer.check(token, *video);
  return version ? media_file(blobs, request, *video, *version, file) : not_here();
}

}  // namespace

// Captions belong to the video, not to a version of it; the row says which there are.
std::string media_key(const Video& video, int64_t version, const std::string& file) {
  if (!is_file_name(file)) return "";
  if (!file.starts_with(kCaptionsFolder)) return media_folder(video.id, version) + file;
  const bool named = std::ranges::any_of(
      video.captions, [&](const CaptionTrack& track) { return caption_file(track) == file; });
  return named ? video_folder(video.id) + file : "";
}

Response media_file(const BlobStore& blobs, const Request& request, const Video& video,
                    int64_t version, const std::string& file) {
  auto opened = blobs.open(media_key(video, version, file));
  if (!opened) return not_here();
  std::shared_ptr<BlobReader> reader = std::move(*opened);
  // A blob is immutable but for the playlists of a video in progress, whose length tells them
  // apart.
  const std::string etag =
      "\"" + std::to_string(version) + "-" + std::to_string(reader->size_bytes()) + "\"";
  FileBody body{reader->fd(), 0, reader->size_bytes(), reader};
  Response response = file_response(request, std::move(body), etag, content_type_of(file));
  response.headers.set("Cache-Control", cache_control(video, file));
  return response;
}

std::vector<Route> media_routes(const Catalog& catalog, const BlobStore& blobs,
                                const MediaSigner& signer) {
  const auto handler = [&](const Request& request) {
    return serve(catalog, blobs, signer, request);
  };
  const char* pattern = "/media/{token}/{video_id}/{file*}";
  return {{.method = Method::get, .pattern = pattern, .handler = handler},
          {.method = Method::head, .pattern = pattern, .handler = handler}};
}

}  // namespace soleil
