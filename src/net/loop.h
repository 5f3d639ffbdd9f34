// Loop: one thread, one io_context and the connections it alone touches, so that none of them needs
// a lock. A tick looks at every connection's deadline: cheaper than a timer a request, and late by
// at most kTickMsMax.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/router.h"
#include "net/server.h"
#include "net/sink_feed.h"

namespace soleil {

class Connection;

struct Service {  // what the loops share; constant once started, but for the counters
  Router router;
  HttpServer::Hooks hooks;
  HttpLimits limits;
  std::vector<std::string> trusted_proxies;
  Log& log;
  Metrics& metrics;
  Gauge& connections_gauge;
  Histogram& request_seconds;
  std::atomic<size_t> connections{0};
};

class Loop : public std::enable_shared_from_this<Loop> {
 public:
  static constexpr int64_t kTickMsMax = 100;

  explicit Loop(std::shared_ptr<Service> service);
  ~Loop();

  void run();              // the thread's body, until cut()
  void adopt(int socket);  // from any thread: a new connection
  void drain();            // from any thread: idle connections close, others after their request
  void cut();              // from any thread: all close, run() returns

  // For connections, on this thread:
  boost::asio::io_context& io() { return io_; }
  Service& service() { return *service_; }
  std::shared_ptr<Service> shared_service() { return service_; }
  bool draining() const { return draining_; }
  int64_t now_ms() const { return now_us() / 1000; }
  int64_t now_us() const;
  const std::string& date() const { return date_; }  // for the Date header
  void remove(Connection& connection);
  void abandon(std::shared_ptr<SinkFeed> feed);
  void count(Method method, int status, int64_t started_us);

 private:
  void add(int socket);
  void arm_tick();
  void set_date();
  void tick();
  void retry_abandoned();

  // Connections are spread over the loops as plain sockets, so a loop's descriptors are only ever
  // touched by its own thread and the reactor needs no locks; post() from elsewhere stays safe.
  boost::asio::io_context io_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  std::shared_ptr<Service> service_;
  SystemClock clock_;
  boost::asio::steady_timer tick_{io_};
  int64_t tick_ms_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::vector<std::shared_ptr<SinkFeed>> abandoned_;
  std::array<std::array<Counter*, 600>, 8> counters_{};
  std::string date_;
  int64_t date_s_ = 0;
  bool draining_ = false;
};

}  // namespace soleil
