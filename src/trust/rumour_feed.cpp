#include "trust/rumour_feed.h"

#include <array>

#include "base/clock.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kEntriesMax = 50;

std::string element(std::string_view name, std::string_view text) {
  const std::string tag(name);
  return "<" + tag + ">" + html_escape(text) + "</" + tag + ">\n";
}

std::string entry(const Rumour& rumour, const FeedSite& site) {
  const std::string url = site.url + "/trust/rumours/" + rumour.id;
  const std::string& answer = site.french ? rumour.answer.fr : rumour.answer.en;
  const std::string verdict(verdict_words(rumour.verdict, site.french));
  return "<entry>\n" + element("title", verdict + ": “" + rumour.said + "”") + element("id", url) +
         "<link rel=\"alternate\" href=\"" + html_escape(url) + "\"/>\n" +
         element("updated", rumour.at) + element("content", answer) + "</entry>\n";
}

}  // namespace

std::string_view verdict_words(RumourVerdict verdict, bool french) {
  constexpr std::array<std::array<std::string_view, 2>, 4> kWords = {
      {{"Not true", "Faux"},
       {"True", "Vrai"},
       {"Partly true", "En partie vrai"},
       {"We don’t know", "Nous ne savons pas"}}};
  return kWords[static_cast<size_t>(verdict)][french];
}

std::string rumour_feed(const std::vector<Rumour>& rumours, const FeedSite& site) {
  const std::string url = site.url + "/rumours.atom";
  const std::string updated = rumours.empty() ? rfc3339(0) : rumours.front().at;
  std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  out += std::string("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"") +
         (site.french ? "fr" : "en") + "\">\n";
  out += element("title", site.name + (site.french ? ": rumeurs" : ": rumours")) +
         element("id", url) + "<link rel=\"self\" href=\"" + html_escape(url) + "\"/>\n" +
         "<link rel=\"alternate\" href=\"" + html_escape(site.url + "/trust") + "\"/>\n" +
         element("updated", updated) + "<author>" + element("name", site.name) + "</author>\n";
  for (size_t i = 0; i < rumours.size() && i < kEntriesMax; ++i) out += entry(rumours[i], site);
  return out + "</feed>\n";
}

}  // namespace soleil
