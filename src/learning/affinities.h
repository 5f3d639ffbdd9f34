// Affinities: how one viewer took to each tag, author, sound, language and length they met. A mean
// of satisfaction above or below their ordinary, shrunk towards 0 while there is little evidence,
// old evidence fading with each new meeting. Bounded to kAffinitiesMax: the least telling goes
// first. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soleil {

enum class Trait : uint8_t { tag, author, sound, language, length };

struct Affinity {
  Trait trait;
  uint64_t value = 0;  // a tag's or language's number, an author's or sound's id, a length bucket
  float sum = 0;       // of weighted surprises, each within [-2, 2]
  float meetings = 0;  // decayed count
  float strength() const { return sum / (meetings + kDoubt); }
  static constexpr float kDoubt = 2.5F;  // meetings' worth of doubt
};

class Affinities {
 public:
  static constexpr size_t kAffinitiesMax = 96;

  // surprise: satisfaction over the ordinary, within [-1, 1]; weight within [0, 3].
  void learn(Trait trait, uint64_t value, float surprise, float weight = 1);
  const Affinity* find(Trait trait, uint64_t value) const;
  float strength(Trait trait, uint64_t value) const;  // 0 when never met
  float meetings(Trait trait, uint64_t value) const;
  // Those of one trait with strength > 0, strongest first.
  std::vector<Affinity> liked(Trait trait, size_t count_max) const;
  size_t size() const { return kept_.size(); }

 private:
  void forget_one();
  std::vector<Affinity> kept_;  // sorted by trait and value
};

}  // namespace soleil
