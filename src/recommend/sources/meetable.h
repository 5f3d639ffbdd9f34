// What a source may offer a viewer: not seen, not their own, not hidden or muted by them. The
// filters check it again; sources ask so that they look deep enough. `Video` is a VideoStub or a
// VideoCard.
#pragma once

#include <algorithm>

#include "catalog/video_card.h"
#include "recommend/query.h"

namespace soleil {

inline constexpr int64_t kHiddenMs = int64_t{7} * 86'400'000;  // an author or sound, not the video

template <class Video>
bool is_hidden(const Query& query, const Video& video) {
  return std::any_of(query.taste.hidden.begin(), query.taste.hidden.end(), [&](const Hidden& h) {
    if (h.video == video.id) return true;
    if (query.now_ms - h.at_ms > kHiddenMs) return false;
    return h.author == video.author || (h.sound && h.sound == video.sound);
  });
}

template <class Video>
bool is_own(const Query& query, const Video& video) {
  return video.author.value == query.viewer.value;
}

inline bool is_meetable(const Query& query, const VideoStub& video) {
  return !is_own(query, video) && !is_hidden(query, video) &&
         !query.taste.seen.contains(video.id) &&
         (query.mutes.empty() || !query.mutes.refuses(told_by(video)));
}

inline WantedVideo meetable(const Query& query) {
  return [&query](const VideoStub& video) { return is_meetable(query, video); };
}

}  // namespace soleil
