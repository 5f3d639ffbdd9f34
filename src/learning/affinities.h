// Affinities: how one viewer took to each tag, author, sound, language and length they met. A mean
// of satisfaction above or below their ordinary, shrunk towards 0 while there is little evidence,
// old evidence fading with each new meeting. Bounded to kAffinitiesMax: the least telling goes
// first. 8 bytes each in one block without pointers, so that a viewer is a row. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace soleil {

enum class Trait : uint8_t { tag, author, sound, language, length };

struct Feeling {
  float strength = 0, meetings = 0;  // 0: never met
};

struct Affinity {
  Trait trait;
  uint32_t value = 0;  // the trait's number (a tag's, an author's …), a length bucket
  float strength = 0;
};

class Affinities {
 public:
  static constexpr size_t kAffinitiesMax = 64;
  static constexpr uint32_t kValueMax = (1U << 29) - 1;

  // surprise: satisfaction over the ordinary, within [-1, 1]; weight within [0, 3].
  void learn(Trait trait, uint32_t value, float surprise, float weight = 1);
  Feeling of(Trait trait, uint32_t value) const;
  // Those of one trait with strength > 0, strongest first.
  std::vector<Affinity> liked(Trait trait, size_t count_max) const;
  size_t size() const { return count_; }

 private:
  friend class AffinityTable;
  static uint32_t key(Trait trait, uint32_t value) {  // never 0
    return (static_cast<uint32_t>(trait) + 1) << 29 | (value & kValueMax);
  }
  int find(uint32_t key) const;  // -1: not there
  Feeling at(size_t place) const;
  size_t least_telling() const;
  // By place. Sums of weighted surprises and decayed counts, in half precision.
  std::array<uint32_t, kAffinitiesMax> keys_{};
  std::array<uint16_t, kAffinitiesMax> sums_{}, meetings_{};
  uint32_t count_ = 0;
};

// The same, made to be asked some thousand times: once a page.
class AffinityTable {
 public:
  explicit AffinityTable(const Affinities& from);
  Feeling of(Trait trait, uint32_t value) const {
    const uint32_t key = Affinities::key(trait, value);
    for (size_t at = home(key);; at = (at + 1) % kPlaces) {
      if (entries_[at].key == key) return entries_[at].feeling;
      if (entries_[at].key == 0) return {};
    }
  }

 private:
  static constexpr size_t kPlaces = 4 * Affinities::kAffinitiesMax;
  static size_t home(uint32_t key) { return (key * 0x9e3779b1U >> 20) % kPlaces; }
  struct Entry {
    uint32_t key = 0;
    Feeling feeling;
  };
  std::array<Entry, kPlaces> entries_{};
};

}  // namespace soleil
