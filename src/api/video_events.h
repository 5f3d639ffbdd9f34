// VideoEvents: server-sent events to the people whose videos change. A change marks a video; a
// thread sends its newest state, at most kEventsASecond a video, so that a burst of progress costs
// one event, and the last state is always sent. Thread-safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/video_json.h"
#include "base/clock.h"
#include "catalog/catalog.h"
#include "net/http.h"

namespace soleil {

class VideoEvents {
 public:
  static constexpr int64_t kEventsASecond = 4;
  static constexpr int64_t kPingMs = 15'000;
  static constexpr size_t kStreamsOfOneMax = 8;  // the oldest goes

  VideoEvents(Catalog& catalog, const VideoJson& videos, const Clock& clock);
  ~VideoEvents();
  VideoEvents(const VideoEvents&) = delete;
  VideoEvents& operator=(const VideoEvents&) = delete;

  // Sends events about the viewer's own videos until the client is gone. A guest gets none.
  void join(Viewer viewer, std::shared_ptr<EventStream> stream);
  // Sends an event to all who look as this person, at once.
  void tell(AccountId account, std::string_view event);
  void stop();  // ends every stream; once

 private:
  struct Seat {
    Viewer viewer;
    std::shared_ptr<EventStream> stream;
  };
  using Seats = std::vector<std::shared_ptr<Seat>>;

  void mark(const Video& video);
  void run();
  std::vector<VideoPtr> take_due(int64_t now_ms);
  void send(const VideoPtr& video);
  void ping();
  Seats seats_of(AccountId account) const;
  void leave(AccountId account, const std::shared_ptr<Seat>& seat);

  Catalog& catalog_;
  const VideoJson& videos_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::unordered_map<AccountId, Seats> seats_;
  std::unordered_map<VideoId, AccountId> marked_;
  std::unordered_map<VideoId, int64_t> sent_ms_;  // forgotten once a video may be sent again
  std::shared_ptr<void> changes_;
  std::thread thread_;
};

}  // namespace soleil
