// Embeddings: one row of learned numbers for each key that was met often enough, without collisions
// (Monolith, arXiv 2209.07663: a growing table instead of hashing into a fixed one). Open
// addressing with Robin Hood probing by 64-bit key over rows in chunks that never move. A row is
// allotted at a key's second meeting by default (frequency filter: a counting sketch of 8-bit
// cells, which may allot early, never late) and freed when it was not used for long. Lengths and
// weights are clipped: no number in a row can be other than finite. Not thread-safe.
#pragma once

// Vectors are passed within this library only, which is built in one way.
#pragma GCC diagnostic ignored "-Wpsabi"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace soleil {

inline constexpr size_t kActions = 8;  // see Action in ranker.h
inline constexpr size_t kDims = 16;
using PerAction = float __attribute__((vector_size(kActions * sizeof(float))));
using Place = float __attribute__((vector_size(kDims * sizeof(float))));  // in taste space

float sum_of(const Place& place);

struct EmbeddingRow {
  Place place{};                                // v
  PerAction weight{};                           // w, by action
  float weight_squares = 0, place_squares = 0;  // AdaGrad's sums
  uint32_t used_day = 0;
};

// How far one step may go. rate: AdaGrad's; fade: the pull towards zero (L2).
struct StepSize {
  float rate = 0.02F;
  float place_fade = 2e-3F;
  float weight_fade = 1e-6F;
};

class Embeddings {
 public:
  using RowNumber = uint32_t;
  static constexpr RowNumber kNone = UINT32_MAX;

  explicit Embeddings(uint64_t seed, float spread = 0.02F, uint8_t meetings_needed = 1);

  RowNumber find(uint64_t key) const;  // kNone: no row (yet)
  // Counts a meeting; gives the row, once the key has had enough of them. A new row's place is
  // drawn from key and seed, so it does not depend on who came before.
  RowNumber meet(uint64_t key, uint32_t day);
  const EmbeddingRow& row(RowNumber number) const {
    return chunks_[number >> kShift][number & kMask];
  }
  // One AdaGrad step down these gradients; false and unchanged when it would not be finite.
  bool step_place(RowNumber number, const Place& gradient, const StepSize& size);
  bool step_weight(RowNumber number, const PerAction& gradient, const StepSize& size);
  void erase(uint64_t key);
  size_t expire(uint32_t before_day);  // frees rows last used before that day; their number
  size_t size() const { return size_; }
  size_t bytes() const;

  // Everything, row by row, for a snapshot: f(key, row).
  template <class F>
  void each(F&& f) const {
    for (const Slot& slot : slots_)
      if (slot.key) f(slot.key, row(slot.row));
  }
  void put(uint64_t key, const EmbeddingRow& row);  // new or replaced

 private:
  struct Slot {
    uint64_t key = 0;  // 0: empty
    RowNumber row = kNone;
  };
  static constexpr size_t kShift = 10, kMask = (1 << kShift) - 1;
  EmbeddingRow& row(RowNumber number) { return chunks_[number >> kShift][number & kMask]; }
  bool is_met_enough(uint64_t key);
  RowNumber allot();
  EmbeddingRow fresh(uint64_t key) const;
  void insert(Slot slot);
  void grow();
  size_t distance(const Slot& slot, size_t at) const;

  const uint64_t seed_;
  const float spread_;
  const uint8_t meetings_needed_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<EmbeddingRow[]>> chunks_;
  std::vector<RowNumber> free_;
  std::vector<uint8_t> sketch_;
  size_t size_ = 0, rows_ = 0;
};

uint64_t mix_key(uint64_t field, uint64_t value);  // never 0

}  // namespace soleil
