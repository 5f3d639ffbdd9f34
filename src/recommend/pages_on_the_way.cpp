#include "recommend/pages_on_the_way.h"

#include <algorithm>

namespace soleil {

void PagesOnTheWay::given(ViewerId viewer, int64_t number, std::vector<VideoId> videos) {
  std::lock_guard lock(mutex_);
  const int64_t now_ms = clock_.monotonic_ms();
  kept_[viewer].push_back({number, now_ms, std::move(videos)});
  order_.emplace_back(now_ms, viewer);
  drop_old();
}

void PagesOnTheWay::drop_old() {
  const int64_t oldest_ms = clock_.monotonic_ms() - kKeptMs;
  while (!order_.empty() && (order_.front().first < oldest_ms || order_.size() > kPagesMax)) {
    const auto [at_ms, viewer] = order_.front();
    order_.pop_front();
    const auto at = kept_.find(viewer);
    if (at == kept_.end()) continue;  // known since, or forgotten
    std::erase_if(at->second, [&](const Given& page) { return page.at_ms <= at_ms; });
    if (at->second.empty()) kept_.erase(at);
  }
}

void PagesOnTheWay::add_to(ViewerId viewer, ViewerTaste& taste) {
  std::lock_guard lock(mutex_);
  drop_old();
  const auto at = kept_.find(viewer);
  if (at == kept_.end()) return;
  std::erase_if(at->second, [&](const Given& page) { return page.number <= taste.pages; });
  for (const Given& page : at->second) {
    taste.pages = page.number;
    for (const VideoId id : page.videos) {
      taste.seen.serve(id);
      taste.served.insert(taste.served.begin(), id);
    }
  }
  if (at->second.empty()) kept_.erase(at);
}

void PagesOnTheWay::forget(ViewerId viewer) {
  std::lock_guard lock(mutex_);
  kept_.erase(viewer);
}

}  // namespace soleil
