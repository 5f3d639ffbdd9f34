// Facts as files: <folder>/<topic>/…, locked by the one process that uses them.
#include <filesystem>
#include <map>
#include <mutex>

#include "platform/queue/adapters.h"
#include "platform/queue/fact_topic.h"

namespace soleil {

namespace {

namespace fs = std::filesystem;

class FileFactLog final : public FactLog {
 public:
  FileFactLog(std::string folder, OwnedFd lock, const FactLogLimits& limits)
      : folder_(std::move(folder)), lock_(std::move(lock)), limits_(limits) {}

  Result<void> load() {  // all topics at once: damage is told at the start, not in the night
    std::error_code error;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
      if (it->is_directory()) SOLEIL_TRY(topic(it->path().filename().string()));
    return {};
  }

  Result<int64_t> append(std::string_view name, std::string_view bytes) override {
    SOLEIL_TRY(check_size(bytes));
    return SOLEIL_TRY(topic(name))->append_all({&bytes, 1});
  }

  Result<void> append_soon(std::string_view name, std::string_view bytes) override {
    SOLEIL_TRY(check_size(bytes));
    return SOLEIL_TRY(topic(name))->append_soon(bytes);
  }

  Result<int64_t> append_all(std::string_view name,
                             const std::vector<std::string>& records) override {
    SOLEIL_TRY(check_records(records, limits_));
    const std::vector<std::string_view> views(records.begin(), records.end());
    return SOLEIL_TRY(topic(name))->append_all(views);
  }

  Result<std::vector<FactRecord>> read(std::string_view name, int64_t from,
                                       size_t count_max) const override {
    return SOLEIL_TRY(topic(name))->read(from, count_max);
  }

  bool wait(std::string_view name, int64_t offset, int64_t timeout_ms) const override {
    auto found = topic(name);
    return found && (*found)->wait(offset, timeout_ms);
  }

  Result<int64_t> end(std::string_view name) const override {
    return SOLEIL_TRY(topic(name))->end();
  }

  Result<int64_t> position(std::string_view name, std::string_view consumer) const override {
    SOLEIL_TRY(check_topic_name(consumer));
    return SOLEIL_TRY(topic(name))->position(std::string(consumer));
  }

  Result<void> commit(std::string_view name, std::string_view consumer, int64_t next) override {
    SOLEIL_TRY(check_topic_name(consumer));
    return SOLEIL_TRY(topic(name))->commit(std::string(consumer), next);
  }

  Result<void> roll(std::string_view name) override { return SOLEIL_TRY(topic(name))->roll(); }

  Result<void> trim(std::string_view name, int64_t offset) override {
    return SOLEIL_TRY(topic(name))->trim(offset);
  }

 private:
  Result<void> check_size(std::string_view bytes) const {
    if (static_cast<int64_t>(bytes.size()) <= limits_.record_bytes_max) return {};
    return fail(Code::too_large, "record_too_large", "A record is larger than the queue takes.");
  }

  Result<FactTopic*> topic(std::string_view name) const {
    std::lock_guard lock(mutex_);
    if (auto found = topics_.find(name); found != topics_.end()) return found->second.get();
    SOLEIL_TRY(check_topic_name(name));
    auto opened = SOLEIL_TRY(FactTopic::open(folder_ + "/" + std::string(name), limits_));
    return topics_.emplace(name, std::move(opened)).first->second.get();
  }

  const std::string folder_;
  const OwnedFd lock_;
  const FactLogLimits limits_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<FactTopic>, std::less<>> topics_;
};

}  // namespace

Result<std::unique_ptr<FactLog>> open_file_fact_log(const std::string& folder,
                                                    const FactLogLimits& limits) {
  SOLEIL_TRY(make_folders(folder));
  OwnedFd lock = SOLEIL_TRY(lock_file(folder + "/lock"));
  auto log = std::make_unique<FileFactLog>(folder, std::move(lock), limits);
  SOLEIL_TRY(log->load());
  return log;
}

}  // namespace soleil
