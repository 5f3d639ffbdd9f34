// ListedVideos: every public video by the time it became so, kept up to date by the catalogue's
// changes; and which of the new ones still wait for their first exposures. About 16 bytes a video.
// Thread-safe.
#pragma once

#include <memory>
#include <set>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "catalog/catalog.h"

namespace soleil {

class ListedVideos {
 public:
  static constexpr int64_t kOwedMsMax = int64_t{60} * 86'400'000;  // older ones are owed nothing
  ListedVideos(Catalog& catalog, const Clock& clock, Metrics& metrics);

  // All append to `out`, which comes empty, until it holds count_max.
  // Newest first, as deep as it takes.
  void newest(size_t count_max, const WantedVideo& wanted, std::vector<VideoSlot>& out) const;
  // From anywhere; the same seed and catalogue give the same ones. Fewer when few are wanted.
  void sample(size_t count_max, uint64_t seed, const WantedVideo& wanted,
              std::vector<VideoSlot>& out) const;
  // Longest waiting first, listed since `since_ms` and not yet settled.
  void owed(int64_t since_ms, size_t count_max, const WantedVideo& wanted,
            std::vector<VideoSlot>& out) const;
  void keep_since(int64_t since_ms, std::vector<VideoSlot>& slots) const;  // those listed since
  void settle(VideoSlot slot);                                             // it had its exposures
  int64_t listed_ms(VideoSlot slot) const;                                 // 0: it is not
  size_t size() const;

 private:
  static constexpr uint32_t kNowhere = UINT32_MAX;
  struct Entry {  // 12 bytes
    uint32_t listed_high = 0, listed_low = 0;
    VideoSlot slot = kNoSlot;  // kNoSlot: taken out
    Entry(int64_t listed_ms, VideoSlot of)
        : listed_high(static_cast<uint32_t>(listed_ms >> 32)),
          listed_low(static_cast<uint32_t>(listed_ms)),
          slot(of) {}
    int64_t listed_ms() const { return int64_t{listed_high} << 32 | listed_low; }
  };
  void load();
  void changed(const Video& video);
  void add(VideoSlot slot, int64_t listed_ms);
  void take_out(VideoSlot slot);
  void close_gaps();
  uint32_t place(VideoSlot slot) const { return slot < places_.size() ? places_[slot] : kNowhere; }

  Catalog& catalog_;
  const Clock& clock_;
  Gauge &listed_, &owed_count_;
  mutable std::shared_mutex mutex_;
  std::vector<Entry> order_;      // by time, oldest first
  std::vector<uint32_t> places_;  // in order_, by slot
  size_t gaps_ = 0;
  std::set<std::pair<int64_t, VideoSlot>> owed_;
  std::shared_ptr<void> subscription_;
};

}  // namespace soleil
