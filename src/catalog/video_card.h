// VideoCard: what ranking needs to know of a video, as plain numbers: no string, no allocation.
// Tags and languages are numbers of the catalogue's (Catalog::tag_number), the same for the life of
// the process. A slot is a video's place in the catalogue's memory: dense, from 0, for the life of
// the process; that of an erased video is never used again.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "model/id.h"

namespace soleil {

using VideoSlot = uint32_t;
inline constexpr VideoSlot kNoSlot = UINT32_MAX;
inline constexpr size_t kCardTagsMax = 12;  // a video's further tags play no part in ranking

struct VideoCard {
  VideoId id;
  AccountId author;
  SoundId sound;
  int64_t published_ms = 0;
  std::string_view language;  // lives as long as the catalogue
  VideoSlot slot = kNoSlot;
  uint32_t duration_ms = 0;
  bool listed = false;
  uint8_t tag_count = 0;
  std::array<uint32_t, kCardTagsMax> tag_numbers{};

  std::span<const uint32_t> tags() const { return {tag_numbers.data(), tag_count}; }
};

// What a listing asks before it gives a video.
struct VideoStub {
  VideoId id;
  AccountId author;
  SoundId sound;
};
using WantedVideo = std::function<bool(const VideoStub&)>;  // must not ask the catalogue

}  // namespace soleil
