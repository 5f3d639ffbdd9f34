// VideoTable: the videos of the catalogue in memory, about 170 bytes each: a row of numbers (tags,
// too), the title and tags past the fourth in one piece of text beside it, the rest (media, source,
// sizes, reasons) in a ColdFile. Rows are found by id and never move; their slots are dense.
// Changes need the table alone; reads may run side by side.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/flat_index.h"
#include "base/row_array.h"
#include "catalog/cold_file.h"
#include "catalog/video_card.h"
#include "model/video.h"

namespace soleil {

// Numbers for words, in order of arrival. Texts stay where they are.
class WordNumbers {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t number(std::string_view word);  // a new word gets the next number
  uint32_t find(std::string_view word) const;
  const std::string& text(uint32_t number) const { return texts_[number]; }
  size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

class VideoTable {
 public:
  explicit VideoTable(std::unique_ptr<ColdFile> cold) : cold_(std::move(cold)) {}

  VideoSlot find(VideoId id) const;   // kNoSlot: unknown
  VideoSlot put(const Video& video);  // adds, or replaces; the slot stays
  void erase(VideoSlot slot);

  size_t slots() const { return rows_.size(); }  // ever given; some may be of erased videos
  // Fetches into the cache what card() reads.
  void prefetch(VideoSlot slot) const {
    if (slot >= rows_.size()) return;
    const char* at = reinterpret_cast<const char*>(&row(slot));
    __builtin_prefetch(at);
    __builtin_prefetch(at + sizeof(Row) - 1);
  }
  void prefetch(VideoId id) const { by_id_.prefetch(id.value); }  // then, what find(id) asks next:
  void prefetch_row(VideoId id) const { prefetch(by_id_.guess(id.value)); }
  bool is_used(VideoSlot slot) const { return row(slot).id != 0; }
  Video video(VideoSlot slot) const;     // reads the cold part: microseconds
  Video hot_part(VideoSlot slot) const;  // of it, what is in memory
  VideoCard card(VideoSlot slot) const;
  VideoStub stub(VideoSlot slot) const;
  std::string_view title(VideoSlot slot) const;  // until the video changes
  VideoState state(VideoSlot slot) const { return static_cast<VideoState>(row(slot).state); }
  bool listed(VideoSlot slot) const;
  VideoId id(VideoSlot slot) const { return {row(slot).id}; }
  std::vector<uint32_t> tags(VideoSlot slot) const;

  // Chains for whoever indexes: the next older video of the same author, or with the same sound.
  VideoSlot& older_by_author(VideoSlot slot) { return row(slot).older_by_author; }
  VideoSlot& older_by_sound(VideoSlot slot) { return row(slot).older_by_sound; }
  VideoSlot older_by_author(VideoSlot slot) const { return row(slot).older_by_author; }
  VideoSlot older_by_sound(VideoSlot slot) const { return row(slot).older_by_sound; }
  const WordNumbers& tag_words() const { return tags_; }

 private:
  static constexpr size_t kTagsInRow = 4;
  struct Row {
    uint64_t id = 0, author = 0, sound = 0;
    int64_t published_ms = 0;
    std::unique_ptr<char[]> text;  // numbers of the tags that have no room below, then the title
    ColdFile::Place cold;
    VideoSlot older_by_author = kNoSlot, older_by_sound = kNoSlot;
    uint32_t duration_ms = 0;
    uint32_t language = 0;
    std::array<uint32_t, kTagsInRow> tags{};
    uint32_t likes_low = 0, views_low = 0;
    uint8_t likes_high = 0, views_high = 0;  // 40 bits in all
    uint16_t title_bytes = 0;
    uint8_t state = 0, visibility = 0, progress = 0, tag_count = 0;
    size_t far_tag_bytes() const {
      return sizeof(uint32_t) * (std::max<size_t>(tag_count, kTagsInRow) - kTagsInRow);
    }
  };

  Row& row(VideoSlot slot) { return rows_.raw(slot); }
  const Row& row(VideoSlot slot) const { return rows_[slot]; }
  void put_text(Row& row, const Video& video);
  void put_cold(Row& row, const Video& video);
  uint32_t tag_at(const Row& row, size_t i) const;

  RowArray<Row> rows_;
  FlatIndex by_id_;
  WordNumbers tags_, languages_;
  std::unique_ptr<ColdFile> cold_;
};

}  // namespace soleil
