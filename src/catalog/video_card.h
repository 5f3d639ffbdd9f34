// VideoCard: what ranking needs to know of a video, by value: no allocation. Words (tags, language)
// are interned by the catalogue and live as long as it does: equal words are one object.
// A slot is a video's place in the catalogue's memory: dense, from 0, for the life of the process;
// that of an erased video is never used again.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/id.h"
#include "model/video.h"

namespace soleil {

using VideoSlot = uint32_t;
inline constexpr VideoSlot kNoSlot = UINT32_MAX;
using Word = const std::string*;
inline constexpr size_t kCardTagsMax = 12;  // a video's further tags play no part in ranking

struct VideoCard {
  VideoId id;
  AccountId author;
  SoundId sound;  // may be none
  int64_t published_ms = 0;
  std::string_view language;
  VideoSlot slot = kNoSlot;
  uint32_t duration_ms = 0;
  bool listed = false;
  uint8_t tag_count = 0;
  std::array<Word, kCardTagsMax> tag_words;  // the first tag_count

  std::span<const Word> tags() const { return {tag_words.data(), tag_count}; }
  bool has_tag(std::string_view tag) const {
    return std::ranges::any_of(tags(), [&](Word word) { return *word == tag; });
  }
};

// What a listing asks before it gives a video.
class VideoTable;
struct VideoStub {
  VideoId id;
  AccountId author;
  SoundId sound;
  VideoSlot slot = kNoSlot;
  const VideoTable* table = nullptr;  // for told_by() alone, while it is asked
};
// All of the video that is in memory: no media, no times. For who has to look at words.
Video told_by(const VideoStub& stub);
using WantedVideo = std::function<bool(const VideoStub&)>;  // must not ask the catalogue

}  // namespace soleil
