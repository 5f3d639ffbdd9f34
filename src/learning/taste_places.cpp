#include <algorithm>

#include "learning/taste_model.h"

// Places in taste space (factors.h). A video's begins as what its traits say (the mean of its tags'
// places plus its author's plus its sound's), is drawn back towards that, and learns from each
// viewing what they do not say.
namespace soleil {
namespace {

constexpr float kViewerRate = 0.4F, kOwnRate = 0.25F, kTagRate = 0.02F, kAuthorRate = 0.08F;
constexpr float kFade = 0.004F;  // a viewer's old tastes and a video's own part, at each step

void add(Vector& to, const Vector& what, float times) {
  for (size_t i = 0; i < kFactors; ++i) to[i] += times * what[i];
}

}  // namespace

Vector TasteModel::content_of(const VideoRow& video) const {
  Vector out{};
  for (const uint32_t tag : tags_of(video))
    add(out, tag_rows_.places[tag], 1.0F / static_cast<float>(video.tag_count));
  if (const Vector* author = authors_.place(video.author)) add(out, *author, 1);
  if (const Vector* sound = sounds_.place(video.sound)) add(out, *sound, 1);
  return out;
}

// One viewing: pulls viewer, video and what they share towards `target`, the satisfaction over the
// ordinary, within [-1, 1].
void TasteModel::learn_places(ViewerRow& viewer, uint32_t number, VideoRow& video, float target,
                              float weight) {
  Vector place = video.place.wide();
  const Vector before = viewer.place, says = content_of(video);
  const float error = std::clamp(target, -1.0F, 1.0F) - dot(before, place);
  const float pull = std::clamp(error, -1.5F, 1.5F) * std::clamp(weight, 0.0F, 3.0F);
  add_clipped(viewer.place, place, kViewerRate * pull, kFade);
  float moves = kOwnRate;  // of the video, and with what it shares
  const float tag_pull = kTagRate * pull / static_cast<float>(video.tag_count);
  for (const uint32_t tag : tags_of(video))
    add_clipped(*tag_rows_.places.edit(tag), before, tag_pull, 0);
  const auto move = [&](Vector& shared) {
    return add_clipped(shared, before, kAuthorRate * pull, 0);
  };
  if (authors_.move(video.author, move)) moves += kAuthorRate;
  if (sounds_.move(video.sound, move)) moves += kAuthorRate;
  for (size_t i = 0; i < kFactors; ++i)
    place[i] += kFade * (says[i] - place[i]) + moves * pull * before[i];
  if (clip_length(place)) video.place.set(place);
  to_be_settled(number);
}

}  // namespace soleil
