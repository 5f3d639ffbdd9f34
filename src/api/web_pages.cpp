#include "api/web_pages.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/content_type.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "model/media.h"
#include "net/range.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string meta(std::string_view property, std::string_view content) {
  const std::string key =
      property.starts_with("twitter:") || property == "description" ? "name" : "property";
  return "<meta " + key + "=\"" + std::string(property) + "\" content=\"" + html_escape(content) +
         "\">\n";
}

// In a JSON-LD block "</script" must not appear: every '<' is written as an escape.
std::string json_for_html(const json::object& object) {
  std::string out;
  for (char c : json::serialize(object))
    out += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return out;
}

void replace_title(std::string& page, const std::string& title) {
  const size_t from = page.find("<title>"), to = page.find("</title>");
  if (from == std::string::npos || to == std::string::npos) return;
  page.replace(from + 7, to - from - 7, html_escape(title));
}

// The names of what can be shown outside the client; "" while the video is being processed.
MediaInfo media_of(const Video& video) {
  auto media = decode_media(video.media);
  return media ? std::move(*media) : MediaInfo{};
}

std::string shown_title(const Video& video, const std::string& site) {
  return video.title.empty() ? site : video.title;
}

}  // namespace

Result<std::unique_ptr<WebPages>> WebPages::load(const std::string& folder, SiteInfo site,
                                                 const Catalog& catalog,
                                                 const MediaSigner& signer) {
  std::error_code error;
  std::unique_ptr<WebPages> pages(new WebPages(std::move(site), catalog, signer));
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = "/" + fs::relative(entry.path(), folder).string();
    if (name.ends_with(".gz")) {
      pages->files_[name.substr(0, name.size() - 3)].gzip = read_file(entry.path());
      continue;
    }
    File& file = pages->files_[name];
    file.bytes = read_file(entry.path());
    file.type = content_type_of(name);
    file.etag = "\"" + hex_encode(sha256(file.bytes)).substr(0, 24) + "\"";
    file.immutable = name.starts_with("/assets/");
  }
  if (!pages->files_.contains("/index.html"))
    return fail(Code::not_found, "no_web_client",
                "There is no web client in " + folder + ". Build it with `npm run build` in web/.");
  return pages;
}

Response WebPages::file(const Request& request) const {
  auto found = files_.find(request.path);
  if (found == files_.end()) {
    // A name with an ending is a file that is not here; anything else is a route of the client, as
    // are people's pages: dots are welcome in their names.
    const bool ends_like_file =
        request.path.find('.', request.path.rfind('/')) != std::string::npos;
    if (request.path.starts_with("/assets/") || request.path.starts_with("/api/") ||
        (ends_like_file && !request.path.starts_with("/@")))
      return error_response({Code::not_found, "no_such_page", "There is nothing at this address."});
    found = files_.find("/index.html");
  }
  const File& file = found->second;
  if (etag_matches(request.headers.get("If-None-Match"), file.etag)) {
    Response response = Response::empty(304);
    response.headers.set("ETag", file.etag);
    return response;
  }
  const bool gzip = !file.gzip.empty() &&
                    request.headers.get("Accept-Encoding").find("gzip") != std::string_view::npos;
  Response response = Response::text(200, gzip ? file.gzip : file.bytes, file.type);
  if (gzip) response.headers.set("Content-Encoding", "gzip");
  if (!file.gzip.empty()) response.headers.set("Vary", "Accept-Encoding");
  response.headers.set("ETag", file.etag);
  response.headers.set("Cache-Control",
                       file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

VideoPtr WebPages::visible(std::string_view id_text) const {
  const auto id = VideoId::parse(id_text);
  const auto video = id ? catalog_.find(*id) : nullptr;
  return video && is_reachable(*video, std::nullopt) ? video : nullptr;
}

std::string WebPages::address(const Video& video, const std::string& file) const {
  return file.empty() ? "" : site_.public_url + signer_.url(video, file);
}

std::string WebPages::head_of(const Video& video) const {
  const std::string url = site_.public_url + "/v/" + video.id.text();
  const MediaInfo media = media_of(video);
  const std::string poster = address(video, media.poster), mp4 = address(video, media.mp4);
  const auto author = catalog_.find_account(video.author);
  const std::string by = author ? author->display_name : site_.name;
  const std::string title = shown_title(video, site_.name);
  std::string out = "<link rel=\"canonical\" href=\"" + html_escape(url) + "\">\n";
  if (video.visibility == Visibility::link) out += "<meta name=\"robots\" content=\"noindex\">\n";
  out += "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"" +
         html_escape(site_.public_url + "/oembed?format=json&url=" + percent_encode(url)) + "\">\n";
  out += meta("description", title + " — " + by) + meta("og:type", "video.other") +
         meta("og:site_name", site_.name) + meta("og:title", title) + meta("og:url", url) +
         meta("og:description", by) + meta("og:image", poster) + meta("og:video", mp4) +
         meta("og:video:type", "video/mp4") + meta("og:video:width", std::to_string(video.width)) +
         meta("og:video:height", std::to_string(video.height)) + meta("twitter:card", "player") +
         meta("twitter:player", site_.public_url + "/embed/" + video.id.text());
  const json::object data{
      {"@context", "https://schema.org"},
      {"@type", "VideoObject"},
      {"name", title},
      {"description", title},
      {"thumbnailUrl", poster},
      {"contentUrl", mp4},
      {"url", url},
      {"uploadDate", rfc3339(video.published_ms)},
      {"duration", "PT" + std::to_string((video.duration_ms + 500) / 1000) + "S"},
      {"author", {{"@type", "Person"}, {"name", by}}}};
  return out + "<script type=\"application/ld+json\">" + json_for_html(data) + "</script>\n";
}

Response WebPages::video_page(const Request& request) const {
  const auto video = visible(request.parameters[0]);
  // A private video of the visitor's own opens in the client too, so the page is sent even with
  // 404.
  if (!video) return client_page(404, site_.name, "");
  return client_page(200, shown_title(*video, site_.name), head_of(*video));
}

Response WebPages::client_page(int status, const std::string& title,
                               const std::string& head) const {
  std::string page = files_.at("/index.html").bytes;
  replace_title(page, title);
  const size_t at = page.find("</head>");
  if (at != std::string::npos) page.insert(at, head);
  Response response = Response::text(status, std::move(page), "text/html; charset=utf-8");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Response WebPages::card(const ShareCard& card) const {
  const std::string url = site_.public_url + card.path;
  const std::string head = "<link rel=\"canonical\" href=\"" + html_escape(url) + "\">\n" +
                           meta("description", card.description) + meta("og:type", "article") +
                           meta("og:site_name", site_.name) + meta("og:title", card.title) +
                           meta("og:url", url) + meta("og:description", card.description) +
                           meta("og:image", site_.public_url + "/icon-512.png") +
                           meta("twitter:card", "summary");
  return client_page(200, card.title, head);
}

// A player that has no client of ours around it shows captions by itself.
std::string WebPages::tracks_of(const Video& video) const {
  std::string out;
  for (const CaptionTrack& track : video.captions)
    out += "<track kind=\"captions\" srclang=\"" + html_escape(track.language) + "\" label=\"" +
           html_escape(track.language) + "\" src=\"" +
           html_escape(address(video, caption_file(track))) + "\">";
  return out;
}

Response WebPages::embed_page(const Request& request) const {
  const auto video = visible(request.parameters[0]);
  if (!video)
    return error_response({Code::not_found, "no_such_video", "This video is not here any more."});
  const MediaInfo media = media_of(*video);
  const std::string page =
      "<!doctype html><html lang=\"" +
      html_escape(video->language.empty() ? "en" : video->language) +
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>" +
      html_escape(shown_title(*video, site_.name)) +
      "</title><link rel=\"stylesheet\" href=\"/embed.css\"></head><body><video controls "
      "playsinline "
      "preload=\"metadata\" poster=\"" +
      address(*video, media.poster) + "\" src=\"" + address(*video, media.mp4) + "\">" +
      tracks_of(*video) + "</video><a href=\"" +
      html_escape(site_.public_url + "/v/" + video->id.text()) +
      "\" target=\"_blank\" rel=\"noopener\">" + html_escape(site_.name) + "</a></body></html>";
  Response response = Response::text(200, page, "text/html; charset=utf-8");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Response WebPages::oembed(const Request& request) const {
  if (request.query_value("format").value_or("json") != "json") {
    Response response =
        error_response({Code::invalid, "only_json", "Only format=json is given here."});
    response.status = 501;
    return response;
  }
  const std::string url = request.query_value("url").value_or("");
  const std::string prefix = site_.public_url + "/v/";
  const auto video = url.starts_with(prefix) ? visible(url.substr(prefix.size(), 13)) : nullptr;
  if (!video)
    return error_response({Code::not_found, "no_such_video", "There is no such video here."});
  const auto limit = [&](const char* name) {
    return parse_int(request.query_value(name).value_or("")).value_or(100'000);
  };
  const double scale = std::min({1.0, double(limit("maxwidth")) / double(video->width),
                                 double(limit("maxheight")) / double(video->height)});
  const auto width = static_cast<int64_t>(scale * double(video->width));
  const auto height = static_cast<int64_t>(scale * double(video->height));
  const auto author = catalog_.find_account(video->author);
  const json::object out{
      {"version", "1.0"},
      {"type", "video"},
      {"title", shown_title(*video, site_.name)},
      {"author_name", author ? author->display_name : ""},
      {"author_url", site_.public_url + "/@" + (author ? author->handle : "")},
      {"provider_name", site_.name},
      {"provider_url", site_.public_url},
      {"thumbnail_url", address(*video, media_of(*video).poster)},
      {"thumbnail_width", video->width},
      {"thumbnail_height", video->height},
      {"width", width},
      {"height", height},
      {"html", "<iframe src=\"" + html_escape(site_.public_url + "/embed/" + video->id.text()) +
                   "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) +
                   "\" frameborder=\"0\" allowfullscreen></iframe>"}};
  Response response = Response::json(200, json::serialize(out));
  response.headers.set("Access-Control-Allow-Origin", "*");
  return response;
}

std::vector<Route> WebPages::routes() const {
  std::vector<Route> out;
  for (const Method method : {Method::get, Method::head}) {
    const auto route = [&](const char* pattern, auto handler) {
      out.push_back({.method = method,
                     .pattern = pattern,
                     .handler = [this, handler](const Request& r) { return (this->*handler)(r); }});
    };
    route("/v/{video_id}", &WebPages::video_page);
    route("/embed/{video_id}", &WebPages::embed_page);
    route("/oembed", &WebPages::oembed);
    route("/", &WebPages::file);
    route("/{rest*}", &WebPages::file);
  }
  return out;
}

void set_security_headers(const Request& request, Response& response, bool https) {
  Headers& headers = response.headers;
  headers.set("X-Content-Type-Options", "nosniff");
  const bool api = request.path.starts_with("/api/") || request.path.starts_with("/media/");
  if (api) return;
  const bool embed = request.path.starts_with("/embed/");
  headers.set(
      "Content-Security-Policy",
      std::string("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "
                  "blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; "
                  "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
                  "form-action 'self'; frame-ancestors ") +
          (embed ? "*" : "'none'"));
  headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  headers.set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  if (https) headers.set("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace soleil
