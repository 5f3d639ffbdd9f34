#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "platform/queue/adapters.h"

namespace soleil {

namespace {

class MemoryFactLog final : public FactLog {
 public:
  explicit MemoryFactLog(const FactLogLimits& limits) : limits_(limits) {}

  Result<int64_t> append(std::string_view topic, std::string_view bytes) override {
    return append_all(topic, {std::string(bytes)});
  }

  Result<void> append_soon(std::string_view topic, std::string_view bytes) override {
    return append(topic, bytes).map([](int64_t) {});
  }

  Result<int64_t> append_all(std::string_view topic,
                             const std::vector<std::string>& records) override {
    SOLEIL_TRY(check_topic_name(topic));
    SOLEIL_TRY(check_records(records, limits_));
    std::lock_guard lock(mutex_);
    Topic& t = of(topic);
    const int64_t first = t.end();
    t.records.insert(t.records.end(), records.begin(), records.end());
    written_.notify_all();
    return first;
  }

  Result<std::vector<FactRecord>> read(std::string_view topic, int64_t from,
                                       size_t count_max) const override {
    SOLEIL_TRY(check_topic_name(topic));
    std::lock_guard lock(mutex_);
    const Topic& t = of(topic);
    std::vector<FactRecord> out;
    for (int64_t at = std::max(from, t.oldest); at < t.end() && out.size() < count_max; ++at)
      out.push_back({at, t.records[static_cast<size_t>(at - t.oldest)]});
    return out;
  }

  bool wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const override {
    if (!check_topic_name(topic)) return false;
    std::unique_lock lock(mutex_);
    return written_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                             [&] { return of(topic).end() > offset; });
  }

  Result<int64_t> end(std::string_view topic) const override {
    SOLEIL_TRY(check_topic_name(topic));
    std::lock_guard lock(mutex_);
    return of(topic).end();
  }

  Result<int64_t> position(std::string_view topic, std::string_view consumer) const override {
    SOLEIL_TRY(check_topic_name(topic));
    SOLEIL_TRY(check_topic_name(consumer));
    std::lock_guard lock(mutex_);
    const auto& positions = of(topic).positions;
    auto found = positions.find(consumer);
    return found == positions.end() ? 0 : found->second;
  }

  Result<void> commit(std::string_view topic, std::string_view consumer, int64_t next) override {
    SOLEIL_TRY(check_topic_name(topic));
    SOLEIL_TRY(check_topic_name(consumer));
    std::lock_guard lock(mutex_);
    Topic& t = of(topic);
    if (next < 0 || next > t.end())
      return fail(Code::invalid, "bad_position",
                  "A consumer's position lies behind the topic's end.");
    t.positions[std::string(consumer)] = next;
    return {};
  }

  Result<void> trim(std::string_view topic, int64_t offset) override {
    SOLEIL_TRY(check_topic_name(topic));
    std::lock_guard lock(mutex_);
    Topic& t = of(topic);
    for (; t.oldest < offset && !t.records.empty(); ++t.oldest) t.records.pop_front();
    return {};
  }

 private:
  struct Topic {
    int64_t oldest = 0;
    std::deque<std::string> records;
    std::map<std::string, int64_t, std::less<>> positions;
    int64_t end() const { return oldest + static_cast<int64_t>(records.size()); }
  };

  Topic& of(std::string_view name) const {
    auto found = topics_.find(name);
    return found == topics_.end() ? topics_[std::string(name)] : found->second;
  }

  const FactLogLimits limits_;
  mutable std::mutex mutex_;
  mutable std::condition_variable written_;
  mutable std::map<std::string, Topic, std::less<>> topics_;
};

}  // namespace

std::unique_ptr<FactLog> make_memory_fact_log(const FactLogLimits& limits) {
  return std::make_unique<MemoryFactLog>(limits);
}

}  // namespace soleil
