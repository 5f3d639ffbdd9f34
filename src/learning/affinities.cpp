#include "learning/affinities.h"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

namespace soleil {
namespace {

constexpr float kFade = 0.98F;  // evidence of about 50 meetings
constexpr float kDoubt = 2.5F;  // meetings' worth of doubt

uint16_t half(float x) {
  return _cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT);
}

float wide(uint16_t x) {
  return _cvtsh_ss(x);
}

}  // namespace

int Affinities::find(uint32_t key) const {
  const __m256i wanted = _mm256_set1_epi32(static_cast<int>(key));
  for (size_t i = 0; i < count_; i += 8) {
    const __m256i keys = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&keys_[i]));
    const int hits = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(keys, wanted)));
    if (hits) return static_cast<int>(i) + std::countr_zero(static_cast<unsigned>(hits));
  }
  return -1;
}

Feeling Affinities::at(size_t place) const {
  const float meetings = wide(meetings_[place]);
  return {wide(sums_[place]) / (meetings + kDoubt), meetings};
}

Feeling Affinities::of(Trait trait, uint32_t value) const {
  const int place = find(key(trait, value));
  return place < 0 ? Feeling{} : at(static_cast<size_t>(place));
}

size_t Affinities::least_telling() const {
  size_t least = 0;
  float least_strength = INFINITY;
  for (size_t i = 0; i < count_; ++i) {
    const float strength = std::abs(at(i).strength);
    if (strength >= least_strength) continue;
    least_strength = strength;
    least = i;
  }
  return least;
}

void Affinities::learn(Trait trait, uint32_t value, float surprise, float weight) {
  if (!std::isfinite(surprise) || !std::isfinite(weight)) return;
  weight = std::clamp(weight, 0.0F, 3.0F);
  int found = find(key(trait, value));
  if (found < 0) {
    found = static_cast<int>(count_ < kAffinitiesMax ? count_++ : least_telling());
    keys_[static_cast<size_t>(found)] = key(trait, value);
    sums_[static_cast<size_t>(found)] = meetings_[static_cast<size_t>(found)] = 0;
  }
  const auto place = static_cast<size_t>(found);
  sums_[place] = half(wide(sums_[place]) * kFade + std::clamp(surprise, -1.0F, 1.0F) * weight);
  meetings_[place] = half(wide(meetings_[place]) * kFade + weight);
}

std::vector<Affinity> Affinities::liked(Trait trait, size_t count_max) const {
  std::vector<Affinity> out;
  for (size_t i = 0; i < count_; ++i)
    if (keys_[i] >> 29 == static_cast<uint32_t>(trait) + 1)
      if (const float strength = at(i).strength; strength > 0)
        out.push_back({trait, keys_[i] & kValueMax, strength});
  std::sort(out.begin(), out.end(), [](const Affinity& a, const Affinity& b) {
    return std::tuple(-a.strength, a.value) < std::tuple(-b.strength, b.value);
  });
  if (out.size() > count_max) out.resize(count_max);
  return out;
}

AffinityTable::AffinityTable(const Affinities& from) {
  for (size_t i = 0; i < from.count_; ++i) {
    size_t at = home(from.keys_[i]);
    while (entries_[at].key) at = (at + 1) % kPlaces;
    entries_[at] = {from.keys_[i], from.at(i)};
  }
}

}  // namespace soleil
