#include "net/loop.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/http_date.h"
#include "net/connection.h"
#include "net/response_writer.h"

namespace soleil {

namespace asio = boost::asio;

Loop::Loop(std::shared_ptr<Service> service) : service_(std::move(service)) {
  const auto& limits = service_->limits;
  const int64_t least = std::min({limits.header_ms_max, limits.idle_ms_max,
                                  limits.body_stall_ms_max, limits.write_stall_ms_max});
  set_date();
  tick_ms_ = std::clamp<int64_t>(least / 4, 5, kTickMsMax);
}

Loop::~Loop() = default;

void Loop::run() {
  // sendfile(2) to a client that left raises SIGPIPE, which no flag can prevent.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  const auto work = asio::make_work_guard(io_);
  arm_tick();
  io_.run();
}

int64_t Loop::now_us() const {
  // Below the Clock's millisecond, which is too coarse for requests that take microseconds.
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000 + time.tv_nsec / 1000;
}

void Loop::set_date() {
  const int64_t now_s = clock_.now_ms() / 1000;
  if (now_s == date_s_) return;
  date_s_ = now_s;
  date_ = http_date(now_s * 1000);
}

void Loop::adopt(int socket) {
  asio::post(io_, [this, socket] { add(socket); });
}

void Loop::add(int socket) {
  if (draining_) {
    ::close(socket);
    service_->connections.fetch_sub(1);
    return;
  }
  auto connection = std::make_shared<Connection>(*this, socket);
  connection->slot = connections_.size();
  connections_.push_back(connection);
  service_->connections_gauge.add(1);
  connection->start();
}

void Loop::remove(Connection& connection) {
  const size_t slot = connection.slot;
  if (slot >= connections_.size() || connections_[slot].get() != &connection) return;
  connections_.back()->slot = slot;
  std::swap(connections_[slot], connections_.back());
  const auto kept_until_return = std::move(connections_.back());
  connections_.pop_back();
  service_->connections_gauge.add(-1);
  service_->connections.fetch_sub(1);
}

void Loop::drain() {
  asio::post(io_, [this] {
    draining_ = true;
    const auto connections = connections_;
    for (const auto& connection : connections) connection->drain();
  });
}

void Loop::cut() {
  asio::post(io_, [this] {
    draining_ = true;
    while (!connections_.empty()) {
      const auto connection = connections_.back();
      connection->close();
    }
    retry_abandoned();
    io_.stop();
  });
}

void Loop::arm_tick() {
  tick_.expires_after(std::chrono::milliseconds(tick_ms_));
  tick_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Loop::tick() {
  set_date();
  const int64_t now = now_ms();
  for (size_t i = connections_.size(); i-- > 0;) {  // one that closes is replaced by the last
    if (i >= connections_.size()) continue;
    const auto connection = connections_[i];  // lives on while it closes itself
    connection->sweep(now);
  }
  retry_abandoned();
  arm_tick();
}

void Loop::abandon(std::shared_ptr<SinkFeed> feed) {
  if (!feed->abandon()) abandoned_.push_back(std::move(feed));
}

void Loop::retry_abandoned() {
  std::erase_if(abandoned_, [](const auto& feed) { return feed->abandon(); });
}

void Loop::count(Method method, int status, int64_t started_us) {
  const auto code = static_cast<size_t>(std::clamp(status, 0, 599));
  Counter*& counter = counters_[static_cast<size_t>(method)][code];
  if (!counter) {
    const std::string labels =
        "method=\"" + std::string(method_name(method)) + "\",code=\"" + std::to_string(code) + "\"";
    counter =
        &service_->metrics.counter("soleil_http_requests_total", "Requests answered.", labels);
  }
  counter->add();
  service_->request_seconds.observe_ms(static_cast<double>(now_us() - started_us) / 1000);
}

}  // namespace soleil
