#include "learning/ranker/embeddings.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr size_t kFirstSlots = 1'024;
constexpr size_t kSketchCells = 1 << 20;
constexpr float kPlaceMax = 3, kWeightMax = 8;
constexpr float kFirstSquares = 1e-4F;

uint64_t mix(uint64_t x) {  // splitmix64's finisher
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

template <class V>
bool is_finite(const V& v) {
  const V zero = v - v;  // not a number where v is none
  bool all = true;
  for (size_t i = 0; i < sizeof(V) / sizeof(float); ++i) all &= zero[i] == 0;
  return all;
}

template <class V>
V clip(const V& v, float most) {
  const V high = V{} + most, low = V{} - most;
  const V top = v > high ? high : v;
  return top < low ? low : top;
}

}  // namespace

uint64_t mix_key(uint64_t field, uint64_t value) {
  const uint64_t key = mix(value + (field + 1) * 0x9e3779b97f4a7c15ULL);
  return key ? key : 1;
}

float sum_of(const Place& place) {
  float sum = 0;
  for (size_t i = 0; i < kDims; ++i) sum += place[i];
  return sum;
}

Embeddings::Embeddings(uint64_t seed, float spread, uint8_t meetings_needed)
    : seed_(seed), spread_(spread), meetings_needed_(meetings_needed), slots_(kFirstSlots) {
  if (meetings_needed_ > 1) sketch_.assign(kSketchCells, 0);
}

size_t Embeddings::distance(const Slot& slot, size_t at) const {
  return (at - slot.key) & (slots_.size() - 1);
}

Embeddings::RowNumber Embeddings::find(uint64_t key) const {
  for (size_t at = key & (slots_.size() - 1), gone = 0;; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.key == key) return slot.row;
    if (slot.key == 0 || distance(slot, at) < gone++) return kNone;
  }
}

bool Embeddings::is_met_enough(uint64_t key) {
  if (meetings_needed_ <= 1) return true;
  uint8_t& a = sketch_[mix(key) % kSketchCells];
  uint8_t& b = sketch_[mix(key + 1) % kSketchCells];
  if (a < 255) ++a;
  if (b < 255) ++b;
  return std::min(a, b) >= meetings_needed_;
}

EmbeddingRow Embeddings::fresh(uint64_t key) const {
  EmbeddingRow row;
  for (size_t i = 0; i < kDims; ++i) {  // about normal: three uniform draws
    const uint64_t drawn = mix(key ^ mix(seed_ + i * 0x9e3779b97f4a7c15ULL));
    float sum = 0;
    for (int part = 0; part < 3; ++part)
      sum += static_cast<float>((drawn >> (21 * part)) & 0x1fffff) / 0x1fffff - 0.5F;
    row.place[i] = spread_ * 2 * sum;
  }
  row.weight_squares = kFirstSquares;
  row.place_squares = kFirstSquares;
  return row;
}

Embeddings::RowNumber Embeddings::allot() {
  if (!free_.empty()) {
    const RowNumber number = free_.back();
    free_.pop_back();
    return number;
  }
  if (rows_ == chunks_.size() << kShift)
    chunks_.push_back(std::make_unique<EmbeddingRow[]>(size_t{1} << kShift));
  return static_cast<RowNumber>(rows_++);
}

void Embeddings::insert(Slot slot) {
  for (size_t at = slot.key & (slots_.size() - 1), gone = 0;;
       at = (at + 1) & (slots_.size() - 1), ++gone) {
    Slot& there = slots_[at];
    if (there.key == 0) {
      there = slot;
      return;
    }
    const size_t theirs = distance(there, at);
    if (theirs >= gone) continue;
    std::swap(slot, there);  // the richer gives way
    gone = theirs;
  }
}

void Embeddings::grow() {
  std::vector<Slot> before(slots_.size() * 2);
  before.swap(slots_);
  for (const Slot& slot : before)
    if (slot.key) insert(slot);
}

Embeddings::RowNumber Embeddings::meet(uint64_t key, uint32_t day) {
  RowNumber number = find(key);
  if (number == kNone) {
    if (!is_met_enough(key)) return kNone;
    number = allot();
    row(number) = fresh(key);
    if (++size_ * 4 > slots_.size() * 3) grow();
    insert({key, number});
  }
  row(number).used_day = std::max(row(number).used_day, day);
  return number;
}

void Embeddings::put(uint64_t key, const EmbeddingRow& kept) {
  RowNumber number = find(key);
  if (number == kNone) {
    number = allot();
    if (++size_ * 4 > slots_.size() * 3) grow();
    insert({key, number});
  }
  row(number) = kept;
}

bool Embeddings::step_place(RowNumber number, const Place& gradient, const StepSize& size) {
  EmbeddingRow& at = row(number);
  const Place pull = gradient + size.place_fade * at.place;
  const float squares = at.place_squares + sum_of(pull * pull) / kDims;
  const Place next = at.place - (size.rate / std::sqrt(squares)) * pull;
  if (!std::isfinite(squares) || !is_finite(next)) return false;
  at.place_squares = squares;
  at.place = clip(next, kPlaceMax);
  return true;
}

bool Embeddings::step_weight(RowNumber number, const PerAction& gradient, const StepSize& size) {
  EmbeddingRow& at = row(number);
  const PerAction pull = gradient + size.weight_fade * at.weight;
  float squares = at.weight_squares;
  for (size_t a = 0; a < kActions; ++a) squares += pull[a] * pull[a];
  const PerAction next = at.weight - (size.rate / std::sqrt(squares)) * pull;
  if (!std::isfinite(squares) || !is_finite(next)) return false;
  at.weight_squares = squares;
  at.weight = clip(next, kWeightMax);
  return true;
}

void Embeddings::erase(uint64_t key) {
  const size_t mask = slots_.size() - 1;
  size_t at = key & mask;
  for (size_t gone = 0; slots_[at].key != key; at = (at + 1) & mask)
    if (slots_[at].key == 0 || distance(slots_[at], at) < gone++) return;
  free_.push_back(slots_[at].row);
  --size_;
  for (size_t next = (at + 1) & mask; slots_[next].key && distance(slots_[next], next) > 0;
       at = next, next = (next + 1) & mask)
    slots_[at] = slots_[next];
  slots_[at] = {};
}

size_t Embeddings::expire(uint32_t before_day) {
  std::vector<Slot> kept(slots_.size());
  kept.swap(slots_);
  size_t freed = 0;
  for (const Slot& slot : kept) {
    if (!slot.key) continue;
    if (row(slot.row).used_day >= before_day) {
      insert(slot);
      continue;
    }
    free_.push_back(slot.row);
    ++freed;
  }
  size_ -= freed;
  return freed;
}

size_t Embeddings::bytes() const {
  return slots_.size() * sizeof(Slot) + (chunks_.size() << kShift) * sizeof(EmbeddingRow) +
         sketch_.size();
}

}  // namespace soleil
