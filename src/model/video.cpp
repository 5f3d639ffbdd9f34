#include "model/video.h"

#include <array>

namespace soleil {
namespace {

constexpr std::array<std::string_view, 3> kVisibilities = {"public", "link", "private"};
constexpr std::array<std::string_view, 5> kStates = {"uploading", "processing", "published",
                                                     "refused", "removed"};

template <class Enum, size_t n>
std::optional<Enum> parse(const std::array<std::string_view, n>& names, std::string_view name) {
  for (size_t i = 0; i < n; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view visibility_name(Visibility v) {
  return kVisibilities[static_cast<size_t>(v)];
}
std::optional<Visibility> parse_visibility(std::string_view name) {
  return parse<Visibility>(kVisibilities, name);
}
std::string_view state_name(VideoState s) {
  return kStates[static_cast<size_t>(s)];
}
std::optional<VideoState> parse_state(std::string_view name) {
  return parse<VideoState>(kStates, name);
}

}  // namespace soleil
