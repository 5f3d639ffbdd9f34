#include "api/video_page.h"

namespace soleil {

Result<Response> video_page_answer(const ApiParts& parts, const Viewer& viewer,
                                   const std::vector<VideoPtr>& videos, VideoId next) {
  json::object out{{"videos", SOLEIL_TRY(parts.videos.many(viewer, videos))}};
  if (next) out["next"] = next.text();
  return json_answer(200, out);
}

Result<Response> video_page(
    const ApiParts& parts, const Viewer& viewer, VideoId after,
    const std::function<std::vector<VideoPtr>(VideoId before, size_t limit)>& fetch,
    const std::function<bool(const Video&)>& keep) {
  std::vector<VideoPtr> page;  // one more than is shown: is there a next page?
  for (bool more = true; more && page.size() <= kVideosAPage;) {
    const std::vector<VideoPtr> fetched = fetch(after, kVideosAPage + 1);
    more = fetched.size() > kVideosAPage;
    for (const VideoPtr& video : fetched)
      if (page.size() <= kVideosAPage && keep(*video)) page.push_back(video);
    if (!fetched.empty()) after = fetched.back()->id;
  }
  VideoId next{};
  if (page.size() > kVideosAPage) {
    page.pop_back();
    next = page.back()->id;
  }
  return video_page_answer(parts, viewer, page, next);
}

}  // namespace soleil
