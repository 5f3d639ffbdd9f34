#include "api/content_type.h"

#include <utility>

namespace soleil {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".m3u8", "application/vnd.apple.mpegurl"},
    {".m4s", "video/iso.segment"},
    {".mp4", "video/mp4"},
    {".m4a", "audio/mp4"},
    {".vtt", "text/vtt; charset=utf-8"},
    {".jpg", "image/jpeg"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".svg", "image/svg+xml"},
    {".ico", "image/x-icon"},
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"}};

}  // namespace

std::string_view content_type_of(std::string_view file) {
  for (const auto& [ending, type] : kTypes)
    if (file.ends_with(ending)) return type;
  return "application/octet-stream";
}

}  // namespace soleil
