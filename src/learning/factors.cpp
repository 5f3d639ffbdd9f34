#include "learning/factors.h"

#include <immintrin.h>

#include <cmath>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr float kLengthMax = 3.0F;
constexpr size_t kLane = 8;
static_assert(kFactors % kLane == 0);

float sum_of(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

}  // namespace

float dot(const Vector& a, const Vector& b) {
  __m256 sum = _mm256_setzero_ps();
  for (size_t i = 0; i < kFactors; i += kLane)
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(&a[i]), _mm256_loadu_ps(&b[i]), sum);
  return sum_of(sum);
}

bool clip_length(Vector& v) {
  const float square = dot(v, v);
  if (!std::isfinite(square)) return false;
  if (square <= kLengthMax * kLengthMax) return true;
  const float times = kLengthMax / std::sqrt(square);
  for (float& x : v) x *= times;
  return true;
}

bool add_clipped(Vector& to, const Vector& what, float times, float fade) {
  Vector next;
  const __m256 kept = _mm256_set1_ps(1 - fade), added = _mm256_set1_ps(times);
  for (size_t i = 0; i < kFactors; i += kLane)
    _mm256_storeu_ps(&next[i], _mm256_fmadd_ps(_mm256_loadu_ps(&what[i]), added,
                                               _mm256_mul_ps(_mm256_loadu_ps(&to[i]), kept)));
  if (!clip_length(next)) return false;  // keeps the last good one
  to = next;
  return true;
}

Vector direction_of(std::string_view name) {
  Vector out;
  for (size_t i = 0; i < kFactors; ++i)
    out[i] = (hash64(name, i + 1) & 1 ? 1.0F : -1.0F) / std::sqrt(static_cast<float>(kFactors));
  return out;
}

Vector HalfPlace::wide() const {
  Vector out;
  for (size_t i = 0; i < kFactors; i += kLane)
    _mm256_storeu_ps(
        &out[i],
        _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves.data() + i))));
  return out;
}

void HalfPlace::set(const Vector& v) {
  for (size_t i = 0; i < kFactors; i += kLane)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(halves.data() + i),
                     _mm256_cvtps_ph(_mm256_loadu_ps(&v[i]), _MM_FROUND_TO_NEAREST_INT));
}

}  // namespace soleil
