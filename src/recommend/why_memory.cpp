#include "recommend/why_memory.h"

#include <algorithm>

namespace soleil {

Why why_of(const Candidate& served, std::string recipe) {
  Why why;
  why.video = served.id;
  why.score = served.score;
  why.recipe = std::move(recipe);
  why.source = served.source;
  why.contributions = served.contributions;
  const int tag = served.prediction.best_tag;
  if (served.video && tag >= 0 && static_cast<size_t>(tag) < served.video->tags.size())
    why.tag = served.video->tags[static_cast<size_t>(tag)];
  why.because = served.prediction.because;
  why.explores = served.explores;
  return why;
}

void WhyMemory::keep(ViewerId viewer, Why why) {
  std::lock_guard lock(mutex_);
  const auto [at, added] = kept_.try_emplace(viewer);
  if (added) at->second.place = viewers_.insert(viewers_.begin(), viewer);
  viewers_.splice(viewers_.begin(), viewers_, at->second.place);
  at->second.entries.push_back(std::move(why));
  ++entries_;
  if (at->second.entries.size() > kEachMax) {
    at->second.entries.pop_front();
    --entries_;
  }
  make_room();
}

void WhyMemory::make_room() {
  while (entries_ > entries_max_ && viewers_.size() > 1) {
    const auto oldest = kept_.find(viewers_.back());
    entries_ -= oldest->second.entries.size();
    kept_.erase(oldest);
    viewers_.pop_back();
  }
}

std::optional<Why> WhyMemory::find(ViewerId viewer, VideoId video) const {
  std::lock_guard lock(mutex_);
  const auto at = kept_.find(viewer);
  if (at == kept_.end()) return std::nullopt;
  const auto& entries = at->second.entries;
  const auto found = std::find_if(entries.rbegin(), entries.rend(),
                                  [&](const Why& why) { return why.video == video; });
  return found == entries.rend() ? std::nullopt : std::optional(*found);
}

void WhyMemory::forget(ViewerId viewer) {
  std::lock_guard lock(mutex_);
  const auto at = kept_.find(viewer);
  if (at == kept_.end()) return;
  entries_ -= at->second.entries.size();
  viewers_.erase(at->second.place);
  kept_.erase(at);
}

}  // namespace soleil
