#include "residency/sealed_facts.h"

#include "model/fact.h"

namespace soleil {
namespace {

constexpr char kSealed = 1;  // a sealed record's first byte; JSON never begins so

tl::unexpected<Error> not_ours(int64_t offset) {
  return fail(Code::corrupt, "facts_of_other_keys",
              "Fact " + std::to_string(offset) +
                  " was not sealed by this key service. Give back the folder keys/ that belongs to "
                  "these facts, or restore them by the recovery file.");
}

}  // namespace

std::string seal_fact(const SecretKey& key, std::string_view fact, Random& random) {
  return kSealed + sealed(key, kWatchTopic, fact, random);
}

Result<std::string> open_fact(const SecretKey& key, const FactRecord& record) {
  if (!record.bytes.starts_with(kSealed)) return record.bytes;
  auto fact = opened(key, kWatchTopic, std::string_view(record.bytes).substr(sizeof kSealed));
  if (!fact) return not_ours(record.offset);
  return fact;
}

namespace {

class SealedFacts final : public FactLog {
 public:
  SealedFacts(std::unique_ptr<FactLog> log, const SecretKey& key, Random& random)
      : log_(std::move(log)), key_(key), random_(random) {}

  Result<int64_t> append(std::string_view topic, std::string_view bytes) override {
    return is_personal(topic) ? log_->append(topic, closed(bytes)) : log_->append(topic, bytes);
  }

  Result<void> append_soon(std::string_view topic, std::string_view bytes) override {
    return is_personal(topic) ? log_->append_soon(topic, closed(bytes))
                              : log_->append_soon(topic, bytes);
  }

  Result<int64_t> append_all(std::string_view topic,
                             const std::vector<std::string>& records) override {
    if (!is_personal(topic)) return log_->append_all(topic, records);
    std::vector<std::string> all;
    all.reserve(records.size());
    for (const std::string& record : records) all.push_back(closed(record));
    return log_->append_all(topic, all);
  }

  Result<std::vector<FactRecord>> read(std::string_view topic, int64_t from,
                                       size_t count_max) const override {
    auto records = SOLEIL_TRY(log_->read(topic, from, count_max));
    if (!is_personal(topic)) return records;
    for (FactRecord& record : records) record.bytes = SOLEIL_TRY(open_fact(key_, record));
    return records;
  }

  bool wait(std::string_view topic, int64_t offset, int64_t timeout_ms) const override {
    return log_->wait(topic, offset, timeout_ms);
  }
  Result<int64_t> end(std::string_view topic) const override { return log_->end(topic); }
  Result<int64_t> position(std::string_view topic, std::string_view consumer) const override {
    return log_->position(topic, consumer);
  }
  Result<void> commit(std::string_view topic, std::string_view consumer, int64_t next) override {
    return log_->commit(topic, consumer, next);
  }
  Result<void> roll(std::string_view topic) override { return log_->roll(topic); }
  Result<void> trim(std::string_view topic, int64_t offset) override {
    return log_->trim(topic, offset);
  }

 private:
  static bool is_personal(std::string_view topic) { return topic == kWatchTopic; }
  std::string closed(std::string_view bytes) { return seal_fact(key_, bytes, random_); }

  const std::unique_ptr<FactLog> log_;
  const SecretKey key_;
  Random& random_;
};

}  // namespace

std::unique_ptr<FactLog> make_sealed_facts(std::unique_ptr<FactLog> log, const SecretKey& key,
                                           Random& random) {
  return std::make_unique<SealedFacts>(std::move(log), key, random);
}

}  // namespace soleil
