// Audience: who wants to hear of something. A token may outlive its audience: an event stream's
// does when the server stops. Thread-safe; what is told is told on the teller's thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace soleil {

template <class What>
class Audience {
 public:
  using Listener = std::function<void(What)>;

  std::shared_ptr<void> join(Listener listener) {
    std::lock_guard lock(seats_->mutex);
    const uint64_t seat = seats_->next++;
    seats_->taken[seat] = std::make_shared<Listener>(std::move(listener));
    return std::shared_ptr<void>(nullptr, [seat, seats = std::weak_ptr(seats_)](void*) {
      const auto still = seats.lock();
      if (!still) return;
      std::lock_guard leave_lock(still->mutex);
      still->taken.erase(seat);
    });
  }

  void tell(What what) const {
    std::vector<std::shared_ptr<Listener>> listeners;
    {
      std::lock_guard lock(seats_->mutex);
      for (const auto& [seat, listener] : seats_->taken) listeners.push_back(listener);
    }
    for (const auto& listener : listeners) (*listener)(what);
  }

 private:
  struct Seats {
    std::mutex mutex;
    std::map<uint64_t, std::shared_ptr<Listener>> taken;
    uint64_t next = 1;
  };
  const std::shared_ptr<Seats> seats_ = std::make_shared<Seats>();
};

}  // namespace soleil
