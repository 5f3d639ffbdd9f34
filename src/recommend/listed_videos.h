// ListedVideos: every public video by the time it became so, kept up to date by the catalogue's
// changes; and which of the new ones still wait for their first exposures. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <shared_mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "catalog/catalog.h"

namespace soleil {

class ListedVideos {
 public:
  ListedVideos(Catalog& catalog, const Clock& clock, Metrics& metrics);

  using Wanted = std::function<bool(const Video&)>;
  // Newest first, as deep as it takes.
  std::vector<VideoId> newest(size_t count_max, const Wanted& wanted) const;
  // From anywhere; the same seed and catalogue give the same ones. Fewer when few are wanted.
  std::vector<VideoId> sample(size_t count_max, uint64_t seed, const Wanted& wanted) const;
  // Longest waiting first, listed since `since_ms` and not yet settled.
  std::vector<VideoId> owed(int64_t since_ms, size_t count_max, const Wanted& wanted) const;
  int64_t listed_ms(VideoId id) const;  // 0: it is not
  void settle(VideoId id);              // it had its exposures
  size_t size() const;

 private:
  struct Entry {
    VideoPtr video;
    int64_t listed_ms = 0;
    size_t place = 0;  // in places_
  };
  using Order = std::set<std::pair<int64_t, VideoId>>;
  void changed(const VideoPtr& video, int64_t listed_ms);
  void take_out(VideoId id);

  const Clock& clock_;
  Gauge &listed_, &owed_count_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<VideoId, Entry> entries_;
  std::vector<VideoId> places_;
  Order order_, owed_;
  std::shared_ptr<void> subscription_;
};

}  // namespace soleil
