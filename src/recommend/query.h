// Query: one request for a page, with what is known of the viewer. Who a viewer follows is in it
// for the Following feed only: nothing that ranks For You can see contacts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/video_card.h"
#include "model/account.h"
#include "model/controls.h"
#include "model/country.h"
#include "model/experiment.h"
#include "model/knowledge.h"
#include "recommend/mute_set.h"

namespace soleil {

enum class FeedKind { for_you, following, topic };

struct Query {
  ViewerId viewer;
  FeedKind kind = FeedKind::for_you;
  std::string topic;  // a tag
  size_t count = 6;
  std::vector<std::string> languages;  // what the viewer reads, best first; may be empty
  std::optional<Country> country;      // where the request comes from; of this page only
  std::vector<VideoId> withheld;       // by orders, in that country: not to be shown; sorted
  std::vector<AccountId> followees;    // Following only, else empty
  uint64_t seed = 0;                   // same state and seed, same page
  int64_t now_ms = 0;
  Treatment treatment;  // which experiment and arm the page is part of
  ViewerTaste taste;
  ControlsPtr controls;  // what the viewer asked for; null: nothing
  MuteSet mutes;         // of the controls
  bool profiled = true;  // false: nothing learned of the viewer may be asked, nothing be kept
  std::vector<VideoCard> before;  // served last, newest first
};

}  // namespace soleil
