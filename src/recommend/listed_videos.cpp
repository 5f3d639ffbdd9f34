#include "recommend/listed_videos.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "base/random.h"

namespace soleil {
namespace {
constexpr size_t kChunk = 128;  // slots asked for at a time
}

ListedVideos::ListedVideos(Catalog& catalog, const Clock& clock, Metrics& metrics)
    : catalog_(catalog),
      clock_(clock),
      listed_(metrics.gauge("soleil_listed_videos", "Public videos a feed may serve")),
      owed_count_(metrics.gauge("soleil_exploration_owed",
                                "New videos that wait for their guaranteed exposures")) {
  subscription_ = catalog.listen([this](const VideoChange& change) {
    if (change.what != "progress" && change.what != "counted") changed(*change.video);
  });
  load();
}

// What changed since the subscription stands there already.
void ListedVideos::load() {
  std::vector<VideoCard> cards;
  std::vector<VideoSlot> slots;
  std::unique_lock lock(mutex_);
  for (VideoSlot at = 0; at < catalog_.slots_end();) {
    slots.clear(), cards.clear();
    while (slots.size() < kChunk && at < catalog_.slots_end()) slots.push_back(at++);
    catalog_.cards(slots, cards);
    for (const VideoCard& card : cards)
      if (card.listed && place(card.slot) == kNowhere) add(card.slot, card.published_ms);
  }
  std::sort(order_.begin(), order_.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.listed_ms(), a.slot) < std::pair(b.listed_ms(), b.slot);
  });
  close_gaps();
}

void ListedVideos::add(VideoSlot slot, int64_t listed_ms) {
  if (slot >= places_.size()) places_.resize(slot + 1, kNowhere);
  places_[slot] = static_cast<uint32_t>(order_.size());
  order_.emplace_back(std::max<int64_t>(0, listed_ms), slot);
  const int64_t owed_from_ms = clock_.now_ms() - kOwedMsMax;
  if (listed_ms >= owed_from_ms) owed_.insert({listed_ms, slot});
  while (!owed_.empty() && owed_.begin()->first < owed_from_ms) owed_.erase(owed_.begin());
  listed_.set(static_cast<int64_t>(order_.size() - gaps_));
}

void ListedVideos::changed(const Video& video) {
  const VideoSlot slot = catalog_.slot(video.id);
  std::unique_lock lock(mutex_);
  const bool is_in = place(slot) != kNowhere;
  if (is_listed(video) && slot != kNoSlot) {
    // Now, and never before the last one: the order is that of the places.
    const int64_t last_ms = order_.empty() ? 0 : order_.back().listed_ms();
    if (!is_in) add(slot, std::max({video.published_ms, clock_.now_ms(), last_ms}));
  } else if (is_in) {
    take_out(slot);
  }
}

void ListedVideos::take_out(VideoSlot slot) {
  Entry& entry = order_[place(slot)];
  owed_.erase({entry.listed_ms(), slot});
  entry.slot = kNoSlot;  // the time stays: the order is searched by it
  places_[slot] = kNowhere;
  if (++gaps_ > kChunk && gaps_ > order_.size() / 2) close_gaps();
  listed_.set(static_cast<int64_t>(order_.size() - gaps_));
}

void ListedVideos::close_gaps() {
  std::erase_if(order_, [](const Entry& entry) { return entry.slot == kNoSlot; });
  gaps_ = 0;
  for (size_t at = 0; at < order_.size(); ++at)
    places_[order_[at].slot] = static_cast<uint32_t>(at);
}

void ListedVideos::newest(size_t count_max, const WantedVideo& wanted,
                          std::vector<VideoSlot>& out) const {
  std::shared_lock lock(mutex_);
  std::array<VideoSlot, kChunk> chunk;
  for (size_t left = order_.size(); left > 0 && out.size() < count_max;) {
    size_t filled = 0;
    while (left > 0 && filled < kChunk)
      if (const VideoSlot slot = order_[--left].slot; slot != kNoSlot) chunk[filled++] = slot;
    catalog_.pick({chunk.data(), filled}, count_max, wanted, out);
  }
}

void ListedVideos::sample(size_t count_max, uint64_t seed, const WantedVideo& wanted,
                          std::vector<VideoSlot>& out) const {
  std::shared_lock lock(mutex_);
  if (order_.empty()) return;
  SeededRandom random(seed);
  std::vector<VideoSlot> drawn;
  for (size_t tries = 0; tries < 4 && out.size() < count_max; ++tries) {
    drawn.clear();
    for (size_t i = 0; i < count_max; ++i) {
      const VideoSlot slot = order_[random.below(order_.size())].slot;
      if (slot != kNoSlot) drawn.push_back(slot);
    }
    catalog_.pick(drawn, count_max, wanted, out);
  }
}

void ListedVideos::owed(int64_t since_ms, size_t count_max, const WantedVideo& wanted,
                        std::vector<VideoSlot>& out) const {
  std::shared_lock lock(mutex_);
  std::array<VideoSlot, kChunk> chunk;
  auto at = owed_.lower_bound({since_ms, 0});
  while (at != owed_.end() && out.size() < count_max) {
    size_t filled = 0;
    for (; at != owed_.end() && filled < kChunk; ++at) chunk[filled++] = at->second;
    catalog_.pick({chunk.data(), filled}, count_max, wanted, out);
  }
}

void ListedVideos::keep_since(int64_t since_ms, std::vector<VideoSlot>& slots) const {
  std::shared_lock lock(mutex_);
  std::erase_if(slots, [&](VideoSlot slot) {
    return place(slot) == kNowhere || order_[place(slot)].listed_ms() < since_ms;
  });
}

int64_t ListedVideos::listed_ms(VideoSlot slot) const {
  std::shared_lock lock(mutex_);
  return place(slot) == kNowhere ? 0 : order_[place(slot)].listed_ms();
}

void ListedVideos::settle(VideoSlot slot) {
  std::unique_lock lock(mutex_);
  if (place(slot) != kNowhere) owed_.erase({order_[place(slot)].listed_ms(), slot});
  owed_count_.set(static_cast<int64_t>(owed_.size()));
}

size_t ListedVideos::size() const {
  std::shared_lock lock(mutex_);
  return order_.size() - gaps_;
}

}  // namespace soleil
