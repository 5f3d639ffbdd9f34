// ItemLists: for each video those that its viewers would be offered by a closed-form item model
// (items/ridge_model.h: EASE and its kin), fitted from time to time on what viewers enjoyed of
// late. A background thread of low priority copies a bounded sample of the viewers' recent videos,
// fits, and puts the new lists in the place of the old ones at once; readers never wait for it.
// Bounded by the catalogue's size: kExactMax videos exactly, more by neighbours, and of more than
// kVideosMax the most watched alone. Not a part of the model that is a function of the log: after a
// start there are no lists until the first fit. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/flat_index.h"
#include "base/log.h"
#include "base/metrics.h"
#include "model/id.h"
#include "model/knowledge.h"

namespace soleil {

struct RidgePlan;

// What each of some viewers enjoyed of late: a list for each viewer.
using EnjoyedLists = std::vector<std::vector<VideoId>>;

struct ItemListSettings {
  int64_t every_ms = 10 * 60'000;
  size_t viewers_max = 20'000;  // copied for a fit
};

class ItemLists {
 public:
  static constexpr size_t kNeighboursMax = 50, kViewersMin = 20;
  static constexpr size_t kExactMax = 3'000;    // videos: 110 MB while it is fitted
  static constexpr size_t kVideosMax = 20'000;  // some 300 MB while it is fitted

  // copy(viewers_max): called by the thread before each fit.
  using Copy = std::function<EnjoyedLists(size_t viewers_max)>;
  ItemLists(Copy copy, const Clock& clock, Log& log, Metrics& metrics,
            const ItemListSettings& settings);
  ~ItemLists();  // as stop()

  void start();  // the thread; its first fit is at once
  void stop();   // joins: after the fit that is under way
  void fit();    // once, by the caller; the lists stay when there is too little to learn from

  // Strongest first; none for a video that the last fit did not know.
  std::vector<Neighbour> neighbours(VideoId video, size_t count_max) const;
  size_t videos() const;  // with lists

 private:
  struct Lists {
    std::vector<VideoId> videos;  // of the fit, by its numbers
    FlatIndex by_video;
    std::vector<uint32_t> begin;  // of each video's list; one more than videos
    struct To {
      uint32_t video;
      float strength;
    };
    std::vector<To> to;
    uint32_t find(VideoId video) const;
  };
  struct Sample;
  static RidgePlan plan_of(const Sample& sample);
  static Sample sample_of(const EnjoyedLists& enjoyed);
  static std::shared_ptr<const Lists> lists_of(const Sample& sample);
  void run();
  std::shared_ptr<const Lists> current() const;

  const Copy copy_;
  const Clock& clock_;
  Log& log_;
  const ItemListSettings settings_;
  Gauge &fit_ms_, &fitted_s_, &videos_;
  mutable std::mutex lists_mutex_;  // held for the copy of a pointer
  std::shared_ptr<const Lists> lists_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace soleil
