// SoundTable: the sounds of the catalogue in memory, about 50 bytes each, most of them the original
// sound of one video and without a text of their own. A Sound is put together when it is asked for.
// Changes need the table alone; reads may run side by side.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>

#include "base/flat_index.h"
#include "base/row_array.h"
#include "catalog/video_card.h"
#include "model/video.h"

namespace soleil {

class SoundTable {
 public:
  static constexpr uint32_t kNone = FlatIndex::kNone;

  void put(const Sound& sound);     // adds, or replaces
  uint32_t find(SoundId id) const;  // kNone: unknown
  uint32_t find_key(const std::string& key) const;
  Sound sound(uint32_t place) const;
  size_t size() const { return rows_.size(); }

  // For whoever indexes: the newest video with the sound, and how many of them may be listed. A
  // sound whose row nobody wrote (yet) has a place all the same, and no Sound.
  struct Videos {
    VideoSlot newest = kNoSlot;
    uint32_t listed = 0;
  };
  Videos& videos(SoundId id);
  Videos videos_of(SoundId id) const;
  bool is_known(uint32_t place) const { return rows_[place].is_known(); }

 private:
  struct Texts {
    std::string title, key;
  };
  struct Row {
    uint64_t id = 0, author = 0;
    int64_t created_ms = INT64_MIN;  // kUnknown
    uint32_t texts = 0;              // place in texts_; 0: it has none
    uint32_t duration_ms = 0;
    Videos videos;
    bool is_known() const { return created_ms != kUnknown; }
  };
  static constexpr int64_t kUnknown = INT64_MIN;
  uint32_t place_of(SoundId id);
  RowArray<Row> rows_;
  std::deque<Texts> texts_{1};
  FlatIndex by_id_;
  std::unordered_map<std::string, uint32_t> by_key_;
};

}  // namespace soleil
