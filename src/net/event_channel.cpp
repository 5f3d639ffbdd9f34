#include "net/event_channel.h"

#include "base/text.h"

namespace soleil {
namespace {

void append_line(std::string& out, std::string_view field, std::string_view value) {
  out.append(field).append(": ").append(value.substr(0, value.find_first_of("\r\n"))).append("\n");
}

}  // namespace

std::string format_event(std::string_view event, std::string_view data, std::string_view id) {
  std::string out;
  if (!id.empty()) append_line(out, "id", id);
  if (!event.empty()) append_line(out, "event", event);
  for (std::string_view line : split(data, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_line(out, "data", line);
  }
  return out += "\n";
}

class EventChannel::End final : public EventStream {
 public:
  explicit End(std::shared_ptr<EventChannel> channel) : channel_(std::move(channel)) {}
  ~End() override { channel_->end(); }
  bool send(std::string_view event, std::string_view data, std::string_view id) override {
    return channel_->push(format_event(event, data, id));
  }

 private:
  const std::shared_ptr<EventChannel> channel_;
};

std::shared_ptr<EventStream> EventChannel::stream() {
  return std::make_shared<End>(shared_from_this());
}

bool EventChannel::push(std::string bytes) {
  std::lock_guard lock(mutex_);
  if (closed_ || ended_) return false;
  if (pending_.size() + bytes.size() > kBufferBytesMax) {
    ended_ = true;  // what is buffered still goes out; the client reconnects and catches up
  } else {
    pending_ += bytes;
  }
  if (!awake_) wake_();
  awake_ = true;
  return !ended_;
}

void EventChannel::end() {
  std::lock_guard lock(mutex_);
  if (closed_ || ended_) return;
  ended_ = true;
  if (!awake_) wake_();
  awake_ = true;
}

EventChannel::Taken EventChannel::take() {
  std::lock_guard lock(mutex_);
  awake_ = false;
  return {std::exchange(pending_, {}), ended_};
}

void EventChannel::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  wake_ = nullptr;
}

}  // namespace soleil
