// One page of a list of videos, newest first.
#pragma once

#include "api/parts.h"

namespace soleil {

inline constexpr size_t kVideosAPage = 24;

// Without what an order removes where the request comes from, but for one's own.
// fetch: newest first, ids below `before`, at most `limit`; keep: what this viewer may see there.
Result<Response> video_page(
    const ApiParts& parts, const Request& request, const Viewer& viewer, VideoId after,
    const std::function<std::vector<VideoPtr>(VideoId before, size_t limit)>& fetch,
    const std::function<bool(const Video&)>& keep);

// `next` is the id to go on after; none: this is the last page.
Result<Response> video_page_answer(const ApiParts& parts, const Viewer& viewer,
                                   const std::vector<VideoPtr>& videos, VideoId next);

// The same for other lists.
std::vector<VideoPtr> without_withheld(const ApiParts& parts, const Request& request,
                                       const Viewer& viewer, std::vector<VideoPtr> videos);

}  // namespace soleil
