#include "platform/queue/fact_log.h"

#include "platform/queue/adapters.h"

namespace soleil {

Result<void> check_topic_name(std::string_view name) {
  bool good = !name.empty() && name.size() <= 64;
  for (char c : name)
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
  if (good) return {};
  return fail(Code::invalid, "bad_name",
              "A topic's or consumer's name holds 1 to 64 of a-z 0-9 - _.");
}

Result<void> check_records(const std::vector<std::string>& records, const FactLogLimits& limits) {
  int64_t bytes = 0;
  for (const std::string& record : records) {
    if (static_cast<int64_t>(record.size()) > limits.record_bytes_max)
      return fail(Code::too_large, "record_too_large", "A record is larger than the queue takes.");
    bytes += static_cast<int64_t>(record.size());
  }
  if (bytes > limits.segment_bytes_max)
    return fail(Code::too_large, "batch_too_large", "An append is larger than a segment.");
  return {};
}

Result<std::unique_ptr<FactLog>> open_fact_log(const std::string& url,
                                               const FactLogLimits& limits) {
  if (url == "memory:") return make_memory_fact_log(limits);
  if (url.starts_with("log:///")) return open_file_fact_log(url.substr(6), limits);
  return fail(Code::invalid, "bad_queue_url", "The queue URL must be log:///folder.");
}

}  // namespace soleil
