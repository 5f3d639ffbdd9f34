// DataClass: kinds of private data, each sealed with a key of its own that comes from the person's.
// Who may open one class may open nothing else: that is what a scope is.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace soleil {

enum class DataClass {
  controls,  // sliders and mutes
  devices,   // "Firefox on Android"
  uploads,   // names of files
  account,   // what an account keeps and does not show
  reports,   // words sent to moderators
};
inline constexpr std::array<std::string_view, 5> kDataClasses = {"controls", "devices", "uploads",
                                                                 "account", "reports"};

inline std::string_view class_name(DataClass data) {
  return kDataClasses[static_cast<size_t>(data)];
}

inline std::optional<DataClass> parse_class(std::string_view name) {
  for (size_t i = 0; i < kDataClasses.size(); ++i)
    if (kDataClasses[i] == name) return static_cast<DataClass>(i);
  return std::nullopt;
}

// No program ever needs these by itself: they are opened with a grant only (keys.h).
inline bool needs_grant(DataClass data) {
  return data == DataClass::reports;
}

}  // namespace soleil
