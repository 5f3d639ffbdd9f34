#include "experiments/experiment_book.h"

#include <chrono>

namespace soleil {
namespace {
constexpr size_t kBatchMax = 256;
constexpr int64_t kWaitMs = 200, kRetryMs = 1'000;
}  // namespace

ExperimentBook::~ExperimentBook() {
  stop();
}

void ExperimentBook::start() {
  thread_ = std::thread([this] { follow(); });
}

void ExperimentBook::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

Result<bool> ExperimentBook::step() {
  const auto records = SOLEIL_TRY(facts_.read(kWatchTopic, next_, kBatchMax));
  caught_up_ = records.empty();
  if (records.empty()) return false;
  std::vector<WatchFact> facts;
  for (const FactRecord& record : records)
    if (auto fact = decode_fact(record.bytes)) facts.push_back(std::move(*fact));
  std::lock_guard lock(mutex_);
  for (const WatchFact& fact : facts) ledger_.apply(fact);
  next_ = records.back().offset + 1;
  return true;
}

void ExperimentBook::follow() {
  while (!stopping_) {
    const auto read = step();
    if (!read) {
      log_.error("experiments_cannot_read", {{"reason", read.error().reason}});
      std::this_thread::sleep_for(std::chrono::milliseconds(kRetryMs));
    } else if (!*read) {
      facts_.wait(kWatchTopic, next_, kWaitMs);
    }
  }
}

TrialReading ExperimentBook::read(const Experiment& experiment) const {
  std::lock_guard lock(mutex_);
  return ledger_.read(experiment);
}

ExplorationReading ExperimentBook::exploration() const {
  std::lock_guard lock(mutex_);
  return ledger_.exploration();
}

std::vector<std::string> ExperimentBook::trials() const {
  std::lock_guard lock(mutex_);
  return ledger_.trials();
}

}  // namespace soleil
