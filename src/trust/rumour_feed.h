// The answers to rumours as an Atom feed (RFC 4287), for readers, bots and newsrooms. Pure.
#pragma once

#include <string>
#include <vector>

#include "trust/statement.h"

namespace soleil {

struct FeedSite {
  std::string name, url;  // no slash at the end
  bool french = false;
};

// `rumours`: newest first. An answer that changes is an update of its entry.
std::string rumour_feed(const std::vector<Rumour>& rumours, const FeedSite& site);
// "Not true", "Faux", …
std::string_view verdict_words(RumourVerdict verdict, bool french);

}  // namespace soleil
