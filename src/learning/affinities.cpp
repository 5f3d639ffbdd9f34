#include "learning/affinities.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace soleil {
namespace {

constexpr float kFade = 0.98F;  // evidence of about 50 meetings

auto key(const Affinity& a) {
  return std::tuple(a.trait, a.value);
}

template <class Kept>
auto place(Kept& kept, Trait trait, uint64_t value) {
  return std::lower_bound(kept.begin(), kept.end(), std::tuple(trait, value),
                          [](const Affinity& a, const auto& wanted) { return key(a) < wanted; });
}

}  // namespace

void Affinities::learn(Trait trait, uint64_t value, float surprise, float weight) {
  if (!std::isfinite(surprise) || !std::isfinite(weight)) return;
  weight = std::clamp(weight, 0.0F, 3.0F);
  auto at = place(kept_, trait, value);
  if (at == kept_.end() || key(*at) != std::tuple(trait, value)) {
    if (kept_.size() >= kAffinitiesMax) forget_one();
    at = kept_.insert(place(kept_, trait, value), Affinity{trait, value});
  }
  at->sum = at->sum * kFade + std::clamp(surprise, -1.0F, 1.0F) * weight;
  at->meetings = at->meetings * kFade + weight;
}

void Affinities::forget_one() {
  const auto least =
      std::min_element(kept_.begin(), kept_.end(), [](const Affinity& a, const Affinity& b) {
        return std::abs(a.strength()) < std::abs(b.strength());
      });
  kept_.erase(least);
}

const Affinity* Affinities::find(Trait trait, uint64_t value) const {
  const auto at = place(kept_, trait, value);
  return at != kept_.end() && key(*at) == std::tuple(trait, value) ? &*at : nullptr;
}

float Affinities::strength(Trait trait, uint64_t value) const {
  const Affinity* found = find(trait, value);
  return found ? found->strength() : 0;
}

float Affinities::meetings(Trait trait, uint64_t value) const {
  const Affinity* found = find(trait, value);
  return found ? found->meetings : 0;
}

std::vector<Affinity> Affinities::liked(Trait trait, size_t count_max) const {
  std::vector<Affinity> out;
  for (const Affinity& a : kept_)
    if (a.trait == trait && a.strength() > 0) out.push_back(a);
  std::sort(out.begin(), out.end(), [](const Affinity& a, const Affinity& b) {
    return std::tuple(-a.strength(), a.value) < std::tuple(-b.strength(), b.value);
  });
  if (out.size() > count_max) out.resize(count_max);
  return out;
}

}  // namespace soleil
