#include "api/media_api.h"

#include <algorithm>

#include "model/media.h"
#include "net/range.h"

namespace soleil {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".m3u8", "application/vnd.apple.mpegurl"},
    {".m4s", "video/iso.segment"},
    {".mp4", "video/mp4"},
    {".m4a", "audio/mp4"},
    {".webp", "image/webp"},
    {".jpg", "image/jpeg"},
    {".vtt", "text/vtt; charset=utf-8"},
    {".json", "application/json"}};

std::string_view content_type(std::string_view file) {
  for (const auto& [ending, type] : kTypes)
    if (file.ends_with(ending)) return type;
  return "application/octet-stream";
}

// A file of the video's folder, or of the folder partial/ in it.
bool is_file_name(std::string_view name) {
  if (name.starts_with("partial/")) name.remove_prefix(8);
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
  if (!video || video->state != VideoState::published || !is_file_name(file)) return not_here();
  const auto version = signer.check(token, *video);
  if (!version) return not_here();
  const std::string folder = "public/video/" + id_text + "/" + std::to_string(*version) + "/";
  auto opened = blobs.open(folder + file);
  if (!opened) return not_here();
  std::shared_ptr<BlobReader> reader = std::move(*opened);
  // A blob is immutable but for the playlists of a video in progress, whose length tells them
  // apart.
  const std::string etag =
      "\"" + std::to_string(*version) + "-" + std::to_string(reader->size_bytes()) + "\"";
  FileBody body{reader->fd(), 0, reader->size_bytes(), reader};
  Response response = file_response(request, std::move(body), etag, content_type(file));
  response.headers.set("Cache-Control", cache_control(*video, file));
  return response;
}

}  // namespace

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
