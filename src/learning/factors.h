// Places in the space of tastes: learned vectors whose dot product says how well a video matches a
// viewer, moved by one step of gradient descent a viewing (online matrix factorisation; the
// arithmetic is taste_places.cpp's). A tag's starts as a random direction of unit length made from
// its name, so that a video nobody has met already has a place. Lengths are clipped: no number can
// grow out of bounds. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace soleil {

inline constexpr size_t kFactors = 32;
using Vector = std::array<float, kFactors>;

float dot(const Vector& a, const Vector& b);
// to += times * what after a pull of `fade` towards zero; false and unchanged if not finite.
bool add_clipped(Vector& to, const Vector& what, float times, float fade);
bool clip_length(Vector& v);                 // false: not finite
Vector direction_of(std::string_view name);  // unit length, the same on every run

// A vector at rest: half precision (IEEE 754 binary16), 64 bytes.
struct HalfPlace {
  std::array<uint16_t, kFactors> halves{};
  Vector wide() const;
  void set(const Vector& v);
};

}  // namespace soleil
