#include "platform/queue/adapters.h"

namespace soleil {

namespace {

class FaultyFactLog final : public FactLog {
 public:
  FaultyFactLog(FactLog& log, FaultPlan& plan) : log_(log), plan_(plan) {}

  Result<int64_t> append(std::string_view topic, std::string_view bytes) override {
    return with_fault(plan_, [&] { return log_.append(topic, bytes); });
  }
  Result<void> append_soon(std::string_view topic, std::string_view bytes) override {
    return with_fault(plan_, [&] { return log_.append_soon(topic, bytes); });
  }
  Result<int64_t> append_all(std::string_view topic,
                             const std::vector<std::string>& records) override {
    return with_fault(plan_, [&] { return log_.append_all(topic, records); });
  }
  Result<std::vector<FactRecord>> read(std::string_view topic, int64_t from,
                                       size_t count_max) const override {
    return with_fault(plan_, [&] { return log_.read(topic, from, count_max); });
  }
  bool wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const override {
    return log_.wait(topic, offset, timeout_ms);
  }
  Result<int64_t> end(std::string_view topic) const override {
    return with_fault(plan_, [&] { return log_.end(topic); });
  }
  Result<int64_t> position(std::string_view topic, std::string_view consumer) const override {
    return with_fault(plan_, [&] { return log_.position(topic, consumer); });
  }
  Result<void> commit(std::string_view topic, std::string_view consumer, int64_t next) override {
    return with_fault(plan_, [&] { return log_.commit(topic, consumer, next); });
  }
  Result<void> roll(std::string_view topic) override {
    return with_fault(plan_, [&] { return log_.roll(topic); });
  }
  Result<void> trim(std::string_view topic, int64_t offset) override {
    return with_fault(plan_, [&] { return log_.trim(topic, offset); });
  }

 private:
  FactLog& log_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<FactLog> make_faulty_fact_log(FactLog& log, FaultPlan& plan) {
  return std::make_unique<FaultyFactLog>(log, plan);
}

}  // namespace soleil
