#include "learning/item_lists.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <numeric>

#include "learning/items/ridge_plan.h"

namespace soleil {
namespace {

constexpr int kNice = 19;
// Where the search of `soleil eval catalogue` begins, too.
constexpr RidgeSettings kRidge = {{6, 0.5}, 0};
constexpr size_t kWatchedMin = 3;  // viewers of a video, below which it says nothing

}  // namespace

struct ItemLists::Sample {
  std::vector<VideoId> videos;  // the most watched first
  VideoLists lists;
  size_t left_out = 0;  // videos past kVideosMax
};

uint32_t ItemLists::Lists::find(VideoId video) const {
  return by_video.find(video.value, [&](uint32_t at) { return videos[at].value; });
}

ItemLists::ItemLists(Copy copy, const Clock& clock, Log& log, Metrics& metrics,
                     const ItemListSettings& settings)
    : copy_(std::move(copy)),
      clock_(clock),
      log_(log),
      settings_(settings),
      fit_ms_(
          metrics.gauge("soleil_item_model_fit_ms", "Time the last fit of the item model took")),
      fitted_s_(metrics.gauge("soleil_item_model_fitted_seconds",
                              "When the item model was last fitted, Unix time; 0: never")),
      videos_(metrics.gauge("soleil_item_model_videos", "Videos with neighbours in it")),
      lists_(std::make_shared<Lists>()) {}

ItemLists::~ItemLists() {
  stop();
}

// Videos by how many watched them; equal ones by id: the same sample gives the same numbers.
ItemLists::Sample ItemLists::sample_of(const EnjoyedLists& enjoyed) {
  std::vector<VideoId> all;
  for (const auto& list : enjoyed) all.insert(all.end(), list.begin(), list.end());
  std::ranges::sort(all);
  std::vector<std::pair<size_t, VideoId>> watched;  // viewers, video
  for (auto at = all.begin(); at != all.end();) {
    const auto end = std::upper_bound(at, all.end(), *at);
    const auto viewers = static_cast<size_t>(end - at);
    if (viewers >= kWatchedMin) watched.push_back({viewers, *at});
    at = end;
  }
  std::ranges::sort(watched, std::greater());
  Sample out;
  out.left_out = watched.size() > kVideosMax ? watched.size() - kVideosMax : 0;
  watched.resize(watched.size() - out.left_out);
  std::vector<std::pair<VideoId, uint32_t>> numbers;
  for (const auto& [viewers, video] : watched) {
    numbers.push_back({video, static_cast<uint32_t>(out.videos.size())});
    out.videos.push_back(video);
  }
  std::ranges::sort(numbers);
  std::vector<std::pair<uint32_t, uint32_t>> rows;
  for (uint32_t viewer = 0; viewer < enjoyed.size(); ++viewer)
    for (const VideoId video : enjoyed[viewer]) {
      const auto at = std::ranges::lower_bound(numbers, std::pair{video, uint32_t{0}});
      if (at != numbers.end() && at->first == video) rows.push_back({viewer, at->second});
    }
  out.lists = VideoLists(std::move(rows), enjoyed.size());
  return out;
}

RidgePlan ItemLists::plan_of(const Sample& sample) {
  RidgePlan plan = ridge_plan(sample.videos.size(), 1, ridge_seconds(kExactMax));
  plan.neighbours = plan.neighbours_less;
  return plan;
}

std::shared_ptr<const ItemLists::Lists> ItemLists::lists_of(const Sample& sample) {
  const size_t videos = sample.videos.size();
  const auto weights = fit_ridge_as(plan_of(sample), sample.lists, videos, kRidge);
  auto out = std::make_shared<Lists>();
  if (weights->videos() == 0) return out;
  out->videos = sample.videos;
  out->begin.push_back(0);
  for (uint32_t video = 0; video < videos; ++video) {
    out->by_video.insert(sample.videos[video].value, video,
                         [&](uint32_t at) { return sample.videos[at].value; });
    for (const Weight& one : weights->neighbours(video, kNeighboursMax))
      out->to.push_back({one.video, std::min(one.weight, 1.0F)});
    out->begin.push_back(static_cast<uint32_t>(out->to.size()));
  }
  return out;
}

void ItemLists::fit() {
  const int64_t began_ms = clock_.monotonic_ms();
  const EnjoyedLists enjoyed = copy_(settings_.viewers_max);
  if (enjoyed.size() < kViewersMin) return;
  const Sample sample = sample_of(enjoyed);
  if (sample.videos.empty()) return;
  auto lists = lists_of(sample);
  const int64_t ms = clock_.monotonic_ms() - began_ms;
  fit_ms_.set(ms);
  fitted_s_.set(clock_.now_ms() / 1'000);
  videos_.set(static_cast<int64_t>(lists->videos.size()));
  log_.info("item_model_fitted", {{"viewers", static_cast<int64_t>(enjoyed.size())},
                                  {"videos", static_cast<int64_t>(lists->videos.size())},
                                  {"left_out", static_cast<int64_t>(sample.left_out)},
                                  {"exact", plan_of(sample).exact},
                                  {"ms", ms}});
  std::lock_guard lock(lists_mutex_);
  lists_ = std::move(lists);
}

void ItemLists::start() {
  thread_ = std::thread([this] { run(); });
}

void ItemLists::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// Threads that the fit makes inherit the priority: on Linux it is a thread's own.
void ItemLists::run() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    fit();
    lock.lock();
    wake_.wait_for(lock, std::chrono::milliseconds(settings_.every_ms), [&] { return stopping_; });
  }
}

std::shared_ptr<const ItemLists::Lists> ItemLists::current() const {
  std::lock_guard lock(lists_mutex_);
  return lists_;
}

size_t ItemLists::videos() const {
  return current()->videos.size();
}

std::vector<Neighbour> ItemLists::neighbours(VideoId video, size_t count_max) const {
  const auto lists = current();
  std::vector<Neighbour> out;
  const uint32_t at = lists->find(video);
  if (at == FlatIndex::kNone) return out;
  const uint32_t end =
      std::min<uint32_t>(lists->begin[at + 1], lists->begin[at] + static_cast<uint32_t>(count_max));
  for (uint32_t i = lists->begin[at]; i < end; ++i)
    out.push_back({lists->videos[lists->to[i].video], lists->to[i].strength});
  return out;
}

}  // namespace soleil
