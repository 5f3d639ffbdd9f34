#include "api/video_page.h"

#include <algorithm>

namespace soleil {

namespace {

// Lists hold removed videos only for their author, who may read why a moderator removed one.
Result<void> add_decisions(const ApiParts& parts, const std::vector<VideoPtr>& videos,
                           json::array& shown) {
  for (size_t i = 0; i < videos.size(); ++i) {
    if (videos[i]->state != VideoState::removed) continue;
    const auto reason = SOLEIL_TRY(parts.people.reports.removal_reason(videos[i]->id));
    if (reason) shown[i].as_object()["removed_because"] = *reason;
  }
  return {};
}

bool may_see(const std::vector<VideoId>& withheld, const Viewer& viewer, const Video& video) {
  return viewer.account_id() == video.author ||
         !std::binary_search(withheld.begin(), withheld.end(), video.id);
}

}  // namespace

std::vector<VideoPtr> without_withheld(const ApiParts& parts, const Request& request,
                                       const Viewer& viewer, std::vector<VideoPtr> videos) {
  const auto withheld = parts.availability.withheld(request);
  std::erase_if(videos, [&](const VideoPtr& v) { return !may_see(withheld, viewer, *v); });
  return videos;
}

Result<Response> video_page_answer(const ApiParts& parts, const Viewer& viewer,
                                   const std::vector<VideoPtr>& videos, VideoId next) {
  json::array shown = SOLEIL_TRY(parts.videos.many(viewer, videos));
  SOLEIL_TRY(add_decisions(parts, videos, shown));
  json::object out{{"videos", std::move(shown)}};
  if (next) out["next"] = next.text();
  return json_answer(200, out);
}

Result<Response> video_page(
    const ApiParts& parts, const Request& request, const Viewer& viewer, VideoId after,
    const std::function<std::vector<VideoPtr>(VideoId before, size_t limit)>& fetch,
    const std::function<bool(const Video&)>& keep) {
  const auto withheld = parts.availability.withheld(request);
  std::vector<VideoPtr> page;  // one more than is shown: is there a next page?
  for (bool more = true; more && page.size() <= kVideosAPage;) {
    const std::vector<VideoPtr> fetched = fetch(after, kVideosAPage + 1);
    more = fetched.size() > kVideosAPage;
    for (const VideoPtr& video : fetched)
      if (page.size() <= kVideosAPage && keep(*video) && may_see(withheld, viewer, *video))
        page.push_back(video);
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
