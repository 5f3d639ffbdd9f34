#include "learning/factors.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace soleil {
namespace {

constexpr float kViewerRate = 0.4F, kVideoRate = 0.25F, kTagRate = 0.02F, kAuthorRate = 0.08F;
constexpr float kFade = 0.004F;  // a viewer's old tastes and a video's own part, at each step
constexpr float kLengthMax = 3.0F;

void add(Vector& to, const Vector& what, float times) {
  for (size_t i = 0; i < kFactors; ++i) to[i] += times * what[i];
}

}  // namespace

float dot(const Vector& a, const Vector& b) {
  float sum = 0;
  for (size_t i = 0; i < kFactors; ++i) sum += a[i] * b[i];
  return sum;
}

bool add_clipped(Vector& to, const Vector& what, float times, float fade) {
  Vector next = to;
  for (size_t i = 0; i < kFactors; ++i) next[i] = to[i] * (1 - fade) + times * what[i];
  const float length = std::sqrt(dot(next, next));
  if (!std::isfinite(length)) return false;  // keeps the last good one
  if (length > kLengthMax)
    for (float& x : next) x *= kLengthMax / length;
  to = next;
  return true;
}

Vector direction_of(std::string_view name) {
  Vector out;
  for (size_t i = 0; i < kFactors; ++i)
    out[i] = (hash64(name, i + 1) & 1 ? 1.0F : -1.0F) / std::sqrt(static_cast<float>(kFactors));
  return out;
}

void Factors::add_tag(std::string_view name) {
  tags_.push_back(direction_of(name));
}

Vector Factors::of_video(const VideoTraits& video, const Vector& own) const {
  Vector out = own;
  for (const uint32_t tag : video.tags)
    add(out, tags_[tag], 1.0F / static_cast<float>(video.tags.size()));
  if (const auto author = authors_.find(video.author.value); author != authors_.end())
    add(out, author->second, 1);
  if (const auto sound = sounds_.find(video.sound.value); sound != sounds_.end())
    add(out, sound->second, 1);
  return out;
}

void Factors::learn(Vector& viewer, const VideoTraits& video, Vector& own, float target,
                    float weight) {
  const Vector whole = of_video(video, own);
  const Vector before = viewer;
  const float error = std::clamp(target, -1.0F, 1.0F) - dot(viewer, whole);
  const float pull = std::clamp(error, -1.5F, 1.5F) * std::clamp(weight, 0.0F, 3.0F);
  add_clipped(viewer, whole, kViewerRate * pull, kFade);
  add_clipped(own, before, kVideoRate * pull, kFade);
  for (const uint32_t tag : video.tags)
    add_clipped(tags_[tag], before, kTagRate * pull / static_cast<float>(video.tags.size()), 0);
  if (video.author) add_clipped(authors_[video.author.value], before, kAuthorRate * pull, 0);
  if (video.sound) add_clipped(sounds_[video.sound.value], before, kAuthorRate * pull, 0);
}

}  // namespace soleil
