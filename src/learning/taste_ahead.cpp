#include "learning/taste_model.h"

// What the facts to come will touch is fetched into the cache while those before them are learned:
// most of a fact's time would go by waiting for memory.
namespace soleil {
namespace {

constexpr size_t kNodes = 10;  // of the last viewings, that a viewing is linked to

}  // namespace

void TasteModel::fetch_ahead(std::span<const WatchFact> facts, size_t at) const {
  const auto step = [&](size_t ahead, auto&& fetch) {
    if (at + ahead < facts.size()) fetch(head_of(facts[at + ahead]));
  };
  step(8, [&](const FactHead& head) {
    video_ids_.prefetch(head.video.value);
    viewer_ids_.prefetch(head.viewer.value);
  });
  step(6, [&](const FactHead& head) {
    video_ids_.prefetch_id(head.video.value);
    viewer_ids_.prefetch_id(head.viewer.value);
  });
  step(4, [&](const FactHead& head) { fetch_rows(head); });
  step(2, [&](const FactHead& head) { fetch_around(head); });
}

void TasteModel::fetch_rows(const FactHead& head) const {
  if (const uint32_t video = video_ids_.find(head.video.value); video != kNone) {
    videos_.prefetch(video);
    tallies_.prefetch(video);
    co_watch_.prefetch_all(video);
  }
  if (const uint32_t viewer = viewer_ids_.find(head.viewer.value); viewer != kNone) {
    viewers_.prefetch(viewer);
    memory_.prefetch(viewer);
  }
}

// What those rows point to.
void TasteModel::fetch_around(const FactHead& head) const {
  if (const uint32_t number = video_ids_.find(head.video.value); number != kNone) {
    const VideoRow& video = videos_[number];
    for (const uint32_t tag : tags_of(video)) tag_rows_.prefetch(tag);
    authors_.prefetch_all(video.author);
    sounds_.prefetch_all(video.sound);
  }
  const uint32_t viewer = viewer_ids_.find(head.viewer.value);
  if (viewer == kNone) return;
  const auto& recent = viewers_[viewer].recent;
  for (size_t i = 0; i < std::min(recent.size(), kNodes); ++i) {
    co_watch_.prefetch_all(recent[i].video);
    if (i < NextWatch::kStepsMax) next_.prefetch(recent[i].video);
  }
}

}  // namespace soleil
