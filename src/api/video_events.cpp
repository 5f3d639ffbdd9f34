#include "api/video_events.h"

#include <algorithm>
#include <chrono>

namespace soleil {
namespace {

constexpr int64_t kBetweenMs = 1'000 / VideoEvents::kEventsASecond;
constexpr auto kLook = std::chrono::milliseconds(25);

}  // namespace

VideoEvents::VideoEvents(Catalog& catalog, const VideoJson& videos, const Clock& clock)
    : catalog_(catalog), videos_(videos), clock_(clock) {
  changes_ = catalog_.listen([this](const VideoChange& change) { mark(*change.video); });
  thread_ = std::thread([this] { run(); });
}

VideoEvents::~VideoEvents() {
  stop();
}

void VideoEvents::stop() {
  changes_.reset();
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    seats_.clear();
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void VideoEvents::join(Viewer viewer, std::shared_ptr<EventStream> stream) {
  if (!viewer.account || !stream->send("ping", "{}")) return;
  std::lock_guard lock(mutex_);
  if (stopping_) return;
  Seats& seats = seats_[viewer.account->id];
  if (seats.size() >= kStreamsOfOneMax) seats.erase(seats.begin());
  seats.push_back(std::make_shared<Seat>(Seat{std::move(viewer), std::move(stream)}));
}

void VideoEvents::mark(const Video& video) {
  std::lock_guard lock(mutex_);
  if (!seats_.contains(video.author)) return;
  marked_[video.id] = video.author;
  wake_.notify_one();
}

void VideoEvents::run() {
  int64_t ping_at_ms = clock_.monotonic_ms() + kPingMs;
  for (;;) {
    std::vector<VideoPtr> due;
    {
      std::unique_lock lock(mutex_);
      if (marked_.empty())
        wake_.wait_for(lock, 10 * kLook, [&] { return stopping_ || !marked_.empty(); });
      else
        wake_.wait_for(lock, kLook, [&] { return stopping_; });
      if (stopping_) return;
      due = take_due(clock_.monotonic_ms());
    }
    for (const VideoPtr& video : due) send(video);
    if (clock_.monotonic_ms() < ping_at_ms) continue;
    ping_at_ms = clock_.monotonic_ms() + kPingMs;
    ping();
  }
}

std::vector<VideoPtr> VideoEvents::take_due(int64_t now_ms) {
  std::erase_if(sent_ms_, [&](const auto& entry) { return now_ms - entry.second >= kBetweenMs; });
  std::vector<VideoPtr> due;
  std::erase_if(marked_, [&](const auto& entry) {
    if (sent_ms_.contains(entry.first)) return false;
    sent_ms_[entry.first] = now_ms;
    if (VideoPtr video = catalog_.find(entry.first)) due.push_back(std::move(video));
    return true;
  });
  return due;
}

VideoEvents::Seats VideoEvents::seats_of(AccountId account) const {
  std::lock_guard lock(mutex_);
  const auto found = seats_.find(account);
  return found == seats_.end() ? Seats{} : found->second;
}

void VideoEvents::send(const VideoPtr& video) {
  for (const auto& seat : seats_of(video->author)) {
    const auto body = videos_.one(seat->viewer, video);
    if (body && !seat->stream->send("video", json::serialize(*body), video->id.text()))
      leave(video->author, seat);
  }
}

void VideoEvents::tell(AccountId account, std::string_view event) {
  for (const auto& seat : seats_of(account))
    if (!seat->stream->send(event, "{}")) leave(account, seat);
}

void VideoEvents::ping() {
  std::vector<std::pair<AccountId, std::shared_ptr<Seat>>> all;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [account, seats] : seats_)
      for (const auto& seat : seats) all.emplace_back(account, seat);
  }
  for (const auto& [account, seat] : all)
    if (!seat->stream->send("ping", "{}")) leave(account, seat);
}

void VideoEvents::leave(AccountId account, const std::shared_ptr<Seat>& seat) {
  std::lock_guard lock(mutex_);
  const auto found = seats_.find(account);
  if (found == seats_.end()) return;
  std::erase(found->second, seat);
  if (found->second.empty()) seats_.erase(found);
}

}  // namespace soleil
