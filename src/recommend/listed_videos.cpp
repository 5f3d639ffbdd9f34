#include "recommend/listed_videos.h"

#include <algorithm>
#include <mutex>

#include "base/random.h"

namespace soleil {

ListedVideos::ListedVideos(Catalog& catalog, const Clock& clock, Metrics& metrics)
    : clock_(clock),
      listed_(metrics.gauge("soleil_listed_videos", "Public videos a feed may serve")),
      owed_count_(metrics.gauge("soleil_exploration_owed",
                                "New videos that wait for their guaranteed exposures")) {
  subscription_ = catalog.listen([this](const VideoChange& change) {
    if (change.what != "progress" && change.what != "counted")
      changed(change.video, std::max(change.video->published_ms, clock_.now_ms()));
  });
  for (const VideoPtr& video : catalog.all()) changed(video, video->published_ms);
}

void ListedVideos::changed(const VideoPtr& video, int64_t listed_ms) {
  std::unique_lock lock(mutex_);
  const auto at = entries_.find(video->id);
  if (!is_listed(*video)) {
    if (at != entries_.end()) take_out(video->id);
  } else if (at != entries_.end()) {
    at->second.video = video;
  } else {
    entries_[video->id] = {video, listed_ms, places_.size()};
    places_.push_back(video->id);
    order_.insert({listed_ms, video->id});
    owed_.insert({listed_ms, video->id});
  }
  listed_.set(static_cast<int64_t>(entries_.size()));
}

void ListedVideos::take_out(VideoId id) {
  const Entry entry = entries_.at(id);
  order_.erase({entry.listed_ms, id});
  owed_.erase({entry.listed_ms, id});
  const VideoId last = places_.back();
  places_[entry.place] = last;
  entries_.at(last).place = entry.place;
  places_.pop_back();
  entries_.erase(id);
}

std::vector<VideoId> ListedVideos::newest(size_t count_max, const Wanted& wanted) const {
  std::shared_lock lock(mutex_);
  std::vector<VideoId> out;
  for (auto at = order_.rbegin(); at != order_.rend() && out.size() < count_max; ++at)
    if (wanted(*entries_.at(at->second).video)) out.push_back(at->second);
  return out;
}

std::vector<VideoId> ListedVideos::sample(size_t count_max, uint64_t seed,
                                          const Wanted& wanted) const {
  std::shared_lock lock(mutex_);
  std::vector<VideoId> out;
  if (places_.empty()) return out;
  SeededRandom random(seed);
  for (size_t tries = 0; tries < 4 * count_max && out.size() < count_max; ++tries) {
    const VideoId id = places_[random.below(places_.size())];
    if (wanted(*entries_.at(id).video)) out.push_back(id);
  }
  return out;
}

std::vector<VideoId> ListedVideos::owed(int64_t since_ms, size_t count_max,
                                        const Wanted& wanted) const {
  std::shared_lock lock(mutex_);
  std::vector<VideoId> out;
  for (auto at = owed_.lower_bound({since_ms, VideoId{}});
       at != owed_.end() && out.size() < count_max; ++at)
    if (wanted(*entries_.at(at->second).video)) out.push_back(at->second);
  return out;
}

int64_t ListedVideos::listed_ms(VideoId id) const {
  std::shared_lock lock(mutex_);
  const auto at = entries_.find(id);
  return at == entries_.end() ? 0 : at->second.listed_ms;
}

void ListedVideos::settle(VideoId id) {
  std::unique_lock lock(mutex_);
  const auto at = entries_.find(id);
  if (at != entries_.end()) owed_.erase({at->second.listed_ms, id});
  owed_count_.set(static_cast<int64_t>(owed_.size()));
}

size_t ListedVideos::size() const {
  std::shared_lock lock(mutex_);
  return entries_.size();
}

}  // namespace soleil
