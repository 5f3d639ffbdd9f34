// Factors: learned vectors whose dot product says how well a video matches a viewer, trained by one
// step of gradient descent a viewing (online matrix factorisation with content: a video's vector is
// its own plus the mean of its tags' plus its author's plus its sound's). A tag's vector starts as
// a random direction of unit length made from its name, so that a video nobody has met already has
// a place; its own starts at zero and learns what the tags do not say. Lengths are clipped: no
// number can grow out of bounds. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/id.h"

namespace soleil {

inline constexpr size_t kFactors = 32;
using Vector = std::array<float, kFactors>;

float dot(const Vector& a, const Vector& b);
// to += times * what after a pull of `fade` towards zero; false and unchanged if not finite.
bool add_clipped(Vector& to, const Vector& what, float times, float fade);
Vector direction_of(std::string_view name);  // unit length, the same on every run

struct VideoTraits {
  VideoId id;
  AccountId author;
  SoundId sound;
  std::vector<uint32_t> tags;  // numbers from Vocabulary
  uint32_t language = 0;
  uint8_t length = 0;  // bucket
};

class Factors {
 public:
  void add_tag(std::string_view name);  // once for each number, in order
  size_t tags() const { return tags_.size(); }
  Vector of_video(const VideoTraits& video, const Vector& own) const;
  // One viewing: pulls viewer, video and what they share towards `target`, the satisfaction over
  // the ordinary, within [-1, 1].
  void learn(Vector& viewer, const VideoTraits& video, Vector& own, float target, float weight);

 private:
  std::vector<Vector> tags_;
  std::unordered_map<uint64_t, Vector> authors_, sounds_;
};

}  // namespace soleil
