#include "platform/queue/adapters.h"

namespace soleil {

namespace {

class FaultyJobQueue final : public JobQueue {
 public:
  FaultyJobQueue(JobQueue& queue, FaultPlan& plan) : queue_(queue), plan_(plan) {}

  Result<void> put(std::string_view kind, std::string_view key, std::string_view payload,
                   std::string_view whose) override {
    return with_fault(plan_, [&] { return queue_.put(kind, key, payload, whose); });
  }
  Result<std::optional<Job>> take(std::string_view kind) override {
    return with_fault(plan_, [&] { return queue_.take(kind); });
  }
  Result<void> extend(const Job& job) override {
    return with_fault(plan_, [&] { return queue_.extend(job); });
  }
  Result<void> done(const Job& job) override {
    return with_fault(plan_, [&] { return queue_.done(job); });
  }
  Result<void> fail(const Job& job, std::string_view error) override {
    return with_fault(plan_, [&] { return queue_.fail(job, error); });
  }
  Result<std::vector<Job>> dead(size_t limit) const override {
    return with_fault(plan_, [&] { return queue_.dead(limit); });
  }
  Result<void> retry_dead(std::string_view kind, std::string_view key) override {
    return with_fault(plan_, [&] { return queue_.retry_dead(kind, key); });
  }
  Result<void> drop_dead(std::string_view kind, std::string_view key) override {
    return with_fault(plan_, [&] { return queue_.drop_dead(kind, key); });
  }
  bool holds(std::string_view kind, std::string_view key) const override {
    return queue_.holds(kind, key);
  }
  size_t waiting(std::string_view kind) const override { return queue_.waiting(kind); }
  size_t running(std::string_view kind) const override { return queue_.running(kind); }
  bool wait(std::string_view kind, int64_t timeout_ms) const override {
    return queue_.wait(kind, timeout_ms);
  }

 private:
  JobQueue& queue_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<JobQueue> make_faulty_job_queue(JobQueue& queue, FaultPlan& plan) {
  return std::make_unique<FaultyJobQueue>(queue, plan);
}

}  // namespace soleil
