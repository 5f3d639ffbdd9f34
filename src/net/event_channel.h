// EventChannel: the thread-safe middle between an EventStream in a handler's hands and the
// connection that writes it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "net/http.h"

namespace soleil {

// One event in the wire format of WHATWG HTML section 9.2.
std::string format_event(std::string_view event, std::string_view data, std::string_view id);

class EventChannel : public std::enable_shared_from_this<EventChannel> {
 public:
  static constexpr size_t kBufferBytesMax = 64 << 10;

  // `wake` is called, from any thread, when there is something to take; never after close().
  explicit EventChannel(std::function<void()> wake) : wake_(std::move(wake)) {}

  std::shared_ptr<EventStream> stream();  // the handler's end; call once

  // For the connection:
  struct Taken {
    std::string bytes;
    bool ended = false;  // nothing will follow
  };
  Taken take();
  void close();  // the client is gone: send() is false from now on

 private:
  class End;
  bool push(std::string bytes);
  void end();

  std::mutex mutex_;
  std::function<void()> wake_;
  std::string pending_;
  bool closed_ = false, ended_ = false, awake_ = false;
};

}  // namespace soleil
