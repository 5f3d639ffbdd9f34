// Log: one JSON object a line on stderr. Keys are declared words; values are never personal data
// (no names, addresses, captions, cookies, tokens): ids of videos and jobs, codes, counts and times
// only. Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"

namespace soleil {

enum class Level { debug, info, warning, error };

struct LogField {
  std::string_view key;
  std::variant<std::string, int64_t, double, bool> value;
};

class Log {
 public:
  explicit Log(const Clock& clock, Level least = Level::info, int fd = 2)
      : clock_(clock), least_(least), fd_(fd) {}
  void debug(std::string_view event, std::initializer_list<LogField> fields = {});
  void info(std::string_view event, std::initializer_list<LogField> fields = {});
  void warning(std::string_view event, std::initializer_list<LogField> fields = {});
  void error(std::string_view event, std::initializer_list<LogField> fields = {});

 private:
  void write(Level level, std::string_view event, std::initializer_list<LogField> fields);
  const Clock& clock_;
  Level least_;
  int fd_;
  std::mutex mutex_;
};

}  // namespace soleil
