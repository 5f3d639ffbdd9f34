#include <map>
#include <mutex>

#include "ledger/log_store.h"

namespace soleil {
namespace {

class MemoryLogStore final : public LogStore {
 public:
  Result<std::string> read(const std::string& path) const override {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    if (found != files_.end()) return found->second;
    return fail(Code::not_found, "no_file", "The log has no " + path + ".");
  }
  Result<void> write(const std::vector<NamedBytes>& files) override {
    const std::lock_guard lock(mutex_);
    for (const NamedBytes& file : files) files_[file.path] = file.bytes;
    return {};
  }
  Result<void> swap_head(const std::string& expected, const std::string& next) override {
    const std::lock_guard lock(mutex_);
    if (head_ != expected)
      return fail(Code::conflict, "head_moved", "Another writer has appended to this log.");
    head_ = next;
    return {};
  }
  Result<std::string> head() const override {
    const std::lock_guard lock(mutex_);
    return head_;
  }
  Result<void> remove(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(files_, [&](const auto& file) {
      return file.first == path || file.first.starts_with(path + "/");
    });
    return {};
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::string head_;
};

class FaultyLogStore final : public LogStore {
 public:
  FaultyLogStore(LogStore& store, FaultPlan& plan) : store_(store), plan_(plan) {}
  Result<std::string> read(const std::string& path) const override {
    return with_fault(plan_, [&] { return store_.read(path); });
  }
  Result<void> write(const std::vector<NamedBytes>& files) override {
    return with_fault(plan_, [&] { return store_.write(files); });
  }
  Result<void> swap_head(const std::string& expected, const std::string& next) override {
    return with_fault(plan_, [&] { return store_.swap_head(expected, next); });
  }
  Result<std::string> head() const override {
    return with_fault(plan_, [&] { return store_.head(); });
  }
  Result<void> remove(const std::string& path) override {
    return with_fault(plan_, [&] { return store_.remove(path); });
  }

 private:
  LogStore& store_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<LogStore> make_memory_log_store() {
  return std::make_unique<MemoryLogStore>();
}

std::unique_ptr<LogStore> make_faulty_log_store(LogStore& store, FaultPlan& plan) {
  return std::make_unique<FaultyLogStore>(store, plan);
}

}  // namespace soleil
