// Facts: what happened, in the past tense, typed, kept in the fact log as JSON lines. Topic
// "watch": Watched, Shared, NotInterested and the like: personal, in the viewer's home region.
// Topic "catalog": public facts about videos. A fact is counted once: its id is unique for its
// viewer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/experiment.h"
#include "model/id.h"

namespace soleil {

inline constexpr std::string_view kWatchTopic = "watch";
inline constexpr std::string_view kCatalogTopic = "catalog";

struct FactHead {
  std::string id;  // made by the client, [A-Za-z0-9_-]{8,40}; or by the server: "<kind>-<…>"
  ViewerId viewer;
  VideoId video;
  int64_t at_ms = 0;        // the client's clock, clamped to [received - 30 days, received]
  int64_t received_ms = 0;  // ours
  bool paused = false;      // learning was paused: no repeats, but nothing else comes of it
};

enum class Surface { for_you, following, topic, profile, sound, tag, link, search };
std::string_view surface_name(Surface surface);
std::optional<Surface> parse_surface(std::string_view name);

struct Watched {
  FactHead head;
  std::string page_id;
  int32_t position = 0;
  int64_t watch_ms = 0;  // summed over loops; at most kWatchMsMax
  int64_t duration_ms = 0;
  int32_t loops = 0;
  bool skipped = false, muted = false;
  Surface surface = Surface::for_you;
};
inline constexpr int64_t kWatchMsMax = 6 * 3'600'000;

struct Liked {
  FactHead head;
};
struct Unliked {
  FactHead head;
};
struct Shared {
  FactHead head;
};
struct NotInterested {
  FactHead head;
};
struct NotInterestedUndone {
  FactHead head;
};
// Outcomes of a video that say something of the video, and nothing of who did it is learned: whom
// somebody follows, or what they report, does not steer their feed.
struct Followed {  // its author, where it was shown
  FactHead head;
};
struct Reported {
  FactHead head;
};
// How a place of a page was given. `propensity` is the probability with which it went to this
// video, given the candidates and the places before it: 1 where nothing was left to chance.
struct Placing {
  float propensity = 1;
  bool explored = false;  // an exploration place drew it
  float expected = 0;     // the satisfaction predicted
};
// What another recipe would have done at each place of the page, those before being as they are.
struct Shadow {
  std::string arm;
  std::vector<float> odds, expected;  // that it gives the same video; satisfaction of its choice
};
struct Served {   // a page that was given: for no-repeat, exposure counts and "why"
  FactHead head;  // head.video unused
  std::string page_id;
  std::vector<VideoId> videos;
  Surface surface = Surface::for_you;
  std::string recipe;           // name and version: "for_you-1"
  std::string recipe_hash;      // Recipe::hash; "" in older facts
  std::vector<Placing> places;  // by videos; none in older facts
  Treatment treatment;          // of no experiment in older facts
  std::vector<Shadow> shadows;
};
struct TasteReset {
  FactHead head;          // head.video unused
  bool keep_seen = true;  // false: what was watched may come again, as for a new viewer
};

// What another region told of a video (learning/exchange/): sums over many of its persons, with
// noise. Nobody's: head.viewer is 0.
struct Taught {
  FactHead head;
  float persons = 0;       // that it counts for, noise taken into account
  float satisfaction = 0;  // over what they find on the whole
};
inline constexpr float kTaughtPersonsMax = 400;  // a video's viewings at home can say otherwise

using WatchFact = std::variant<Watched, Liked, Unliked, Shared, NotInterested, NotInterestedUndone,
                               Served, TasteReset, Followed, Reported, Taught>;

const FactHead& head_of(const WatchFact& fact);
FactHead& head_of(WatchFact& fact);
std::string_view fact_type(const WatchFact& fact);  // "watched", "not_interested" …
std::string encode_fact(const WatchFact& fact);
Result<WatchFact> decode_fact(std::string_view line);  // corrupt

// Catalogue facts: consumers re-read the row, so the fact only says which one and why.
struct CatalogFact {
  VideoId video;
  std::string what;  // "published", "improved", "edited", "refused", "removed", "restored"
  int64_t at_ms = 0;
};
std::string encode_catalog_fact(const CatalogFact& fact);
Result<CatalogFact> decode_catalog_fact(std::string_view line);

}  // namespace soleil
