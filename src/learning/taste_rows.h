// What is kept of each video, viewer, tag, author and sound: rows of plain numbers without
// pointers, by dense number, which a reader or a snapshot can copy as they are. taste_model.h says
// what they mean together.
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

// Tags, authors or sounds: what the videos of each share.
struct TraitRows {
  RowArray<Vector, 8> places;
  RowArray<KeyWeights, 8> weights;  // apart: ranking a page asks for them alone
  uint32_t add(const Vector& place = {}) {
    weights.add();
    return places.add(place);
  }
  size_t size() const { return places.size(); }
  void prefetch(uint32_t number) const {
    places.prefetch(number);
    weights.prefetch(number);
  }
  void begin_cut() {
    places.begin_cut();
    weights.begin_cut();
  }
  void end_cut() {
    places.end_cut();
    weights.end_cut();
  }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.rows(places);
    file.rows(weights);
  }
};

// Of a video what ranking a page asks for: two lines of the cache.
struct alignas(64) VideoRow {
  static constexpr size_t kTagsInline = 3, kTagsMax = 12;
  HalfPlace place;  // what its traits say, and what its own viewings added
  HalfKeyWeights weights;
  float surprise = 0, meetings = 0;  // satisfaction over the ordinary, summed; viewings
  float liked = 0, shared = 0, skipped = 0, refused = 0;
  uint32_t author = IdNumbers::kNone, sound = IdNumbers::kNone;  // numbers
  std::array<uint32_t, kTagsInline> tags{};  // numbers; of more: [0] is their ManyTags
  uint16_t language = 0;
  uint8_t tag_count = 0, length = 0;  // length: a bucket
};

// And what it does not ask for.
struct VideoTally {
  float key_squares = HalfKeyWeights::kFirstSquares;  // of its weights
  float exposures = 0;
  float on_the_way = 0;       // served, not yet heard of; forgotten after a few minutes
  uint32_t on_the_way_s = 0;  // since 1970
  uint32_t duration_ms = 0;
  bool listed = false;
  bool moved = false;  // its place was learned since the index of `nearest` was told
};

using ManyTags = std::array<uint32_t, VideoRow::kTagsMax>;

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
  float key_squares = HalfKeyWeights::kFirstSquares;
  float satisfaction = 0, watched = 0;  // decayed sum and count
  uint32_t watched_ever = 0, pages = 0;
  uint32_t watched_s = 0, in_a_row = 0;  // the last viewing's time; how many without a pause
  LastOnes<Viewing, kRecentMax> recent;
  LastOnes<uint32_t, kServedMax> served;
  // What the viewing of each of those is to count when it comes (model/placing.h), times 32.
  LastOnes<uint8_t, kServedMax> served_weights;
  Affinities affinities;
};

// docs/recommender.md
static_assert(sizeof(VideoRow) == 128 && sizeof(VideoTally) == 24 && sizeof(ViewerRow) <= 964);
static_assert(std::is_trivially_copyable_v<VideoRow> && std::is_trivially_copyable_v<ViewerRow>);

// Authors or sounds: a number for each, a row for those that more than one video has. What only one
// video has would say no more than the video's own row does (a frequency filter, as Monolith's).
class TraitTable {
 public:
  // One more video has it; its number.
  uint32_t add_video(uint64_t id) {
    if (const uint32_t known = ids_.find(id); known != IdNumbers::kNone) {
      if (rows_of_[known] == IdNumbers::kNone) rows_of_.put(known, rows_.add());
      return known;
    }
    rows_of_.add(IdNumbers::kNone);
    return ids_.number(id);
  }
  // For whoever changes them.
  void prefetch_all(uint32_t number) const {
    if (const uint32_t at = row_of(number); at != IdNumbers::kNone) rows_.prefetch(at);
  }
  const Vector* place(uint32_t number) const {  // nullptr while it has no row
    const uint32_t at = row_of(number);
    return at == IdNumbers::kNone ? nullptr : &rows_.places[at];
  }
  template <class Change>  // bool (Vector&): did it change?
  bool move(uint32_t number, const Change& change) {
    const uint32_t at = row_of(number);
    return at != IdNumbers::kNone && change(*rows_.places.edit(at));
  }
  template <class Change>  // (KeyWeights&)
  void weigh(uint32_t number, const Change& change) {
    const uint32_t at = row_of(number);
    if (at != IdNumbers::kNone) change(*rows_.weights.edit(at));
  }
  // Anybody's, meanwhile.
  uint64_t id(uint32_t number) const { return number == IdNumbers::kNone ? 0 : ids_.id(number); }
  // Into the cache: first where its row is, then the row's weights.
  void prefetch_place(uint32_t number) const {
    if (number != IdNumbers::kNone) rows_of_.prefetch(number);
  }
  void prefetch(uint32_t number) const {
    if (const uint32_t at = row_of(number); at != IdNumbers::kNone) rows_.weights.prefetch(at);
  }
  PerAction weigh(uint32_t number) const {  // nothing while it has no row
    const uint32_t at = row_of(number);
    return at == IdNumbers::kNone ? PerAction{} : rows_.weights.read(at).get();
  }
  void begin_cut() {
    ids_.begin_cut();
    rows_of_.begin_cut();
    rows_.begin_cut();
  }
  void end_cut() {
    ids_.end_cut();
    rows_of_.end_cut();
    rows_.end_cut();
  }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    ids_.keep(file);
    file.rows(rows_of_);
    rows_.keep(file);
  }

 private:
  uint32_t row_of(uint32_t number) const {
    return number == IdNumbers::kNone ? IdNumbers::kNone : rows_of_.read(number);
  }
  IdNumbers ids_;
  RowArray<uint32_t> rows_of_;
  TraitRows rows_;
};

}  // namespace soleil
