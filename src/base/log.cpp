#include "base/log.h"

#include <unistd.h>

#include "base/json.h"

namespace soleil {

void Log::debug(std::string_view e, std::initializer_list<LogField> f) {
  write(Level::debug, e, f);
}
void Log::info(std::string_view e, std::initializer_list<LogField> f) {
  write(Level::info, e, f);
}
void Log::warning(std::string_view e, std::initializer_list<LogField> f) {
  write(Level::warning, e, f);
}
void Log::error(std::string_view e, std::initializer_list<LogField> f) {
  write(Level::error, e, f);
}

void Log::write(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  static constexpr const char* kNames[] = {"debug", "info", "warning", "error"};
  if (level < least_) return;
  json::object line{{"time_ms", clock_.now_ms()}, {"level", kNames[static_cast<int>(level)]}};
  line["event"] = json::string_view(event.data(), event.size());
  for (const auto& field : fields) {
    auto& slot = line[json::string_view(field.key.data(), field.key.size())];
    std::visit([&](const auto& value) { slot = value; }, field.value);
  }
  const std::string text = json::serialize(line) + "\n";
  std::lock_guard lock(mutex_);
  // A log that can't be written must not stop the service: the result is deliberately unused.
  [[maybe_unused]] const auto n = ::write(fd_, text.data(), text.size());
}

}  // namespace soleil
