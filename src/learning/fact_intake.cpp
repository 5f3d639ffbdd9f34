#include "learning/fact_intake.h"

#include <string>

namespace soleil {
namespace {
constexpr size_t kReadMax = 4'096;
}

FactIntake::FactIntake(FactLog& log, Metrics& metrics, size_t window)
    : log_(log),
      metrics_(metrics),
      duplicates_(metrics.counter("soleil_fact_duplicates_total",
                                  "Facts that were sent again and not counted again")),
      window_(window) {}

void FactIntake::open(const FactWindow& learned) {
  std::lock_guard lock(mutex_);
  window_ = learned;
}

Result<void> FactIntake::open() {
  for (int64_t next = 0;;) {
    const auto records = SOLEIL_TRY(log_.read(kWatchTopic, next, kReadMax));
    if (records.empty()) return {};
    for (const FactRecord& record : records)
      if (const auto fact = decode_fact(record.bytes))
        window_.insert(FactWindow::key(head_of(*fact)));
    next = records.back().offset + 1;
  }
}

Result<FactIntake::Taken> FactIntake::accept(ViewerId viewer, std::vector<WatchFact> facts) {
  Taken taken;
  std::vector<std::string> records;
  std::vector<uint64_t> keys;
  std::lock_guard one_at_a_time(viewers_[std::hash<ViewerId>()(viewer) % viewers_.size()]);
  {
    std::lock_guard lock(mutex_);
    FactWindow batch(facts.size() + 1);
    for (const WatchFact& fact : facts) {
      const uint64_t key = FactWindow::key(head_of(fact));
      if (window_.contains(key) || !batch.insert(key)) continue;
      keys.push_back(key);
      records.push_back(encode_fact(fact));
      count(fact);
    }
  }
  taken.accepted = records.size();
  taken.duplicates = facts.size() - records.size();
  duplicates_.add(taken.duplicates);
  if (records.empty()) return taken;
  const int64_t first = SOLEIL_TRY(log_.append_all(kWatchTopic, records));
  marks_.set(viewer, first + static_cast<int64_t>(records.size()));
  std::lock_guard lock(mutex_);
  for (const uint64_t key : keys) window_.insert(key);
  return taken;
}

void FactIntake::count(const WatchFact& fact) {
  metrics_
      .counter("soleil_facts_total", "Facts taken in, by type",
               "type=\"" + std::string(fact_type(fact)) + "\"")
      .add();
}

}  // namespace soleil
