// What is kept of each video, viewer, tag, author and sound: rows of plain numbers without
// pointers, by dense number, which a snapshot can copy as they are. taste_model.h says what they
// mean together.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "base/id_numbers.h"
#include "base/row_array.h"
#include "learning/affinities.h"
#include "learning/factors.h"
#include "learning/ranker/action_model.h"

namespace soleil {

// A tag, an author or a sound: what its videos share.
struct TraitRow {
  Vector place{};
  KeyWeights weights;
};

struct VideoRow {
  static constexpr size_t kTagsInline = 4;
  HalfPlace place;  // what its traits say, and what its own viewings added
  HalfKeyWeights weights;
  float surprise = 0, meetings = 0;  // satisfaction over the ordinary, summed; viewings
  float liked = 0, shared = 0, skipped = 0, refused = 0;
  float exposures = 0;
  float on_the_way = 0;       // served, not yet heard of; forgotten after a few minutes
  uint32_t on_the_way_s = 0;  // since 1970
  uint32_t author = IdNumbers::kNone, sound = IdNumbers::kNone;  // numbers
  uint32_t duration_ms = 0;
  std::array<uint32_t, kTagsInline> tags{};  // numbers; of more: [0] is where they stand
  uint16_t language = 0;
  uint8_t tag_count = 0, length = 0;  // length: a bucket
  bool listed = false;
  bool moved = false;  // its place was learned since the index of `nearest` was told
};

// A viewer's last viewings and the videos served last, newest first; the oldest fall out.
template <class T, size_t kMax>
class LastOnes {
 public:
  void push(const T& one) {
    head_ = static_cast<uint16_t>((head_ + kMax - 1) % kMax);
    kept_[head_] = one;
    if (count_ < kMax) ++count_;
  }
  const T& operator[](size_t i) const { return kept_[(head_ + i) % kMax]; }
  size_t size() const { return count_; }

 private:
  std::array<T, kMax> kept_{};
  uint16_t head_ = 0, count_ = 0;
};

struct Viewing {
  uint32_t video = 0;
  float satisfaction = 0;
};

struct ViewerRow {
  static constexpr size_t kRecentMax = 20, kServedMax = 20;
  Vector place{};
  HalfKeyWeights weights;
  float satisfaction = 0, watched = 0;  // decayed sum and count
  uint32_t watched_ever = 0, pages = 0;
  uint32_t watched_s = 0, in_a_row = 0;  // the last viewing's time; how many without a pause
  LastOnes<Viewing, kRecentMax> recent;
  LastOnes<uint32_t, kServedMax> served;
  // What the viewing of each of those is to count when it comes (model/placing.h), times 32.
  LastOnes<uint8_t, kServedMax> served_weights;
  Affinities affinities;
};

static_assert(sizeof(VideoRow) == 156 && sizeof(ViewerRow) <= 964);  // docs/recommender.md
static_assert(std::is_trivially_copyable_v<TraitRow> && std::is_trivially_copyable_v<VideoRow> &&
              std::is_trivially_copyable_v<ViewerRow>);

template <class T>
void prefetch_row(const T* row) {  // fetches all of it into the cache
  const char* at = reinterpret_cast<const char*>(row);
  for (size_t line = 0; line < sizeof(T); line += 64) __builtin_prefetch(at + line);
  __builtin_prefetch(at + sizeof(T) - 1);
}

// Authors or sounds: a number for each, a row for those that more than one video has. What only one
// video has would say no more than the video's own row does (a frequency filter, as Monolith's).
class TraitTable {
 public:
  // One more video has it; its number.
  uint32_t add_video(uint64_t id) {
    const uint32_t number = ids_.number(id);
    if (number == rows_of_.size())
      rows_of_[rows_of_.add()] = IdNumbers::kNone;
    else if (rows_of_[number] == IdNumbers::kNone)
      rows_of_[number] = rows_.add();
    return number;
  }
  uint64_t id(uint32_t number) const { return number == IdNumbers::kNone ? 0 : ids_.id(number); }
  // Into the cache: first where its row is, then the row's weights.
  void prefetch_place(uint32_t number) const {
    if (number != IdNumbers::kNone) __builtin_prefetch(&rows_of_[number]);
  }
  void prefetch(uint32_t number) const {
    if (const TraitRow* found = row(number)) prefetch_row(&found->weights);
  }
  // nullptr: it has none (yet).
  TraitRow* row(uint32_t number) {
    return const_cast<TraitRow*>(static_cast<const TraitTable*>(this)->row(number));
  }
  const TraitRow* row(uint32_t number) const {
    if (number == IdNumbers::kNone || rows_of_[number] == IdNumbers::kNone) return nullptr;
    return &rows_[rows_of_[number]];
  }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    ids_.keep(file);
    file.rows(rows_of_);
    file.rows(rows_);
  }

 private:
  IdNumbers ids_;
  RowArray<uint32_t> rows_of_;
  RowArray<TraitRow, 8> rows_;
};

}  // namespace soleil
