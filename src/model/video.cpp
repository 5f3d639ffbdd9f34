#include "model/video.h"

#include <array>

#include "base/text.h"

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

std::string encode_captions(const std::vector<CaptionTrack>& tracks) {
  std::string out;
  for (const CaptionTrack& t : tracks)
    out += (out.empty() ? "" : ",") + t.language + " " + std::to_string(t.made_ms) + " " +
           std::to_string(t.end_ms);
  return out;
}

std::optional<std::vector<CaptionTrack>> decode_captions(std::string_view text) {
  std::vector<CaptionTrack> out;
  if (text.empty()) return out;
  for (std::string_view track : split(text, ',')) {
    const auto parts = split(track, ' ');
    if (parts.size() != 3) return std::nullopt;
    const auto made_ms = parse_int(parts[1]), end_ms = parse_int(parts[2]);
    if (!made_ms || !end_ms) return std::nullopt;
    out.push_back({std::string(parts[0]), *made_ms, *end_ms});
  }
  return out;
}

}  // namespace soleil
