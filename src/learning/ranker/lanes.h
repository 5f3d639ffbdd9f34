// Eight numbers at a time. Pure; inline, for who ranks a page calls them a thousand times.
#pragma once

#include <immintrin.h>

#include "learning/ranker/embeddings.h"

namespace soleil {

inline PerAction all(float x) {
  return PerAction{} + x;
}

inline PerAction clip(const PerAction& x, const PerAction& low, const PerAction& high) {
  return _mm256_min_ps(_mm256_max_ps(x, low), high);
}

inline PerAction clip(const PerAction& x, float most) {
  return clip(x, all(-most), all(most));
}

inline float sum_of(const PerAction& x) {
  float sum = 0;
  for (size_t a = 0; a < kActions; ++a) sum += x[a];
  return sum;
}

// e^x for |x| <= 20, right to a few units in the last place: 2^n times a polynomial (Cephes' expf).
inline PerAction exp_of(const PerAction& x) {
  const __m256 n = _mm256_round_ps(x * 1.44269504F, _MM_FROUND_TO_NEAREST_INT);
  const PerAction r = x - n * 0.693359375F + n * 2.12194440e-4F;
  PerAction p = all(1.9875691500e-4F);
  for (const float c :
       {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F, 1.6666665459e-1F, 5.0000001201e-1F})
    p = p * r + c;
  p = p * r * r + r + 1.0F;
  const __m256i exponent =
      _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return p * static_cast<PerAction>(_mm256_castsi256_ps(exponent));
}

// The natural logarithm of normal numbers > 0, right to a few units in the last place (Cephes'
// logf).
inline PerAction log_of(const PerAction& x) {
  const __m256i bits = _mm256_castps_si256(x);
  const __m256 half = _mm256_castsi256_ps(_mm256_or_si256(
      _mm256_and_si256(bits, _mm256_set1_epi32(0x7fffff)), _mm256_set1_epi32(0x3f000000)));
  const __m256 is_low = _mm256_cmp_ps(half, all(0.707106781F), _CMP_LT_OQ);
  const __m256i power = _mm256_sub_epi32(_mm256_srli_epi32(bits, 23), _mm256_set1_epi32(126));
  const PerAction n = _mm256_sub_ps(_mm256_cvtepi32_ps(power), _mm256_and_ps(is_low, all(1)));
  const PerAction m = half - 1.0F + static_cast<PerAction>(_mm256_and_ps(is_low, half));
  PerAction p = all(7.0376836292e-2F);
  for (const float c : {-1.1514610310e-1F, 1.1676998740e-1F, -1.2420140846e-1F, 1.4249322787e-1F,
                        -1.6668057665e-1F, 2.0000714765e-1F, -2.4999993993e-1F, 3.3333331174e-1F})
    p = p * m + c;
  const PerAction z = m * m;
  return m + (p * m * z - n * 2.12194440e-4F - 0.5F * z) + n * 0.693359375F;
}

}  // namespace soleil
