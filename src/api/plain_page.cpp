#include "api/plain_page.h"

#include "base/text.h"

namespace soleil {
namespace {

std::string meta(std::string_view kind, std::string_view key, const std::string& content) {
  return "<meta " + std::string(kind) + "=\"" + std::string(key) + "\" content=\"" +
         html_escape(content) + "\">";
}

}  // namespace

std::string_view plain_language(std::string_view accept_language) {
  for (const std::string_view part : split(accept_language, ',')) {
    const auto language = trim(part).substr(0, 2);
    if (language == "fr") return "fr";
    if (language == "en") return "en";
  }
  return "en";
}

std::string_view plain_language(const Request& request) {
  const auto asked = request.query_value("lang");
  if (asked == "fr") return "fr";
  return asked == "en" ? "en" : plain_language(request.headers.get("Accept-Language"));
}

std::string plain_page(const PlainPage& page) {
  const std::string title = html_escape(page.title);
  return "<!doctype html><html lang=\"" + std::string(page.language) +
         "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>" +
         title + " · " + html_escape(page.site) +
         "</title><link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" "
         "href=\"/notice.css\">" +
         page.head + "</head><body><main" + (page.is_wide ? " class=\"wide\"" : "") + "><h1>" +
         title + "</h1>" + page.body + "</main></body></html>";
}

Response plain_answer(std::string page) {
  Response response = Response::text(200, std::move(page), "text/html; charset=utf-8");
  response.headers.set("Vary", "Accept-Language");
  return response;
}

std::string card_head(const PlainCard& card) {
  return meta("name", "description", card.text) + meta("property", "og:type", "article") +
         meta("property", "og:site_name", card.site) + meta("property", "og:title", card.title) +
         meta("property", "og:description", card.text) + meta("property", "og:url", card.address) +
         meta("property", "og:image", card.image) + meta("name", "twitter:card", "summary") +
         "<link rel=\"canonical\" href=\"" + html_escape(card.address) + "\">";
}

}  // namespace soleil
