// What a source may offer a viewer: not seen, not their own, not hidden or muted by them. The
// filters check it again; sources ask so that they look deep enough.
#pragma once

#include <algorithm>

#include "recommend/query.h"

namespace soleil {

inline constexpr int64_t kHiddenMs = int64_t{7} * 86'400'000;  // an author or sound, not the video

inline bool is_hidden(const Query& query, const Video& video) {
  return std::any_of(query.taste.hidden.begin(), query.taste.hidden.end(), [&](const Hidden& h) {
    if (h.video == video.id) return true;
    if (query.now_ms - h.at_ms > kHiddenMs) return false;
    return h.author == video.author || (h.sound && h.sound == video.sound);
  });
}

inline bool is_own(const Query& query, const Video& video) {
  return video.author.value == query.viewer.value;
}

inline bool is_meetable(const Query& query, const Video& video) {
  return !query.taste.seen.contains(video.id) && !is_own(query, video) &&
         !is_hidden(query, video) && (query.mutes.empty() || !query.mutes.refuses(video));
}

}  // namespace soleil
