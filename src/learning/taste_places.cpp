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
    add(out, tag_rows_[tag].place, 1.0F / static_cast<float>(video.tag_count));
  if (const TraitRow* author = authors_.row(video.author)) add(out, author->place, 1);
  if (const TraitRow* sound = sounds_.row(video.sound)) add(out, sound->place, 1);
  return out;
}

// One viewing: pulls viewer, video and what they share towards `target`, the satisfaction over the
// ordinary, within [-1, 1].
void TasteModel::learn_places(ViewerRow& viewer, uint32_t number, float target, float weight) {
  VideoRow& video = videos_[number];
  Vector place = video.place.wide();
  const Vector before = viewer.place, says = content_of(video);
  const float error = std::clamp(target, -1.0F, 1.0F) - dot(before, place);
  const float pull = std::clamp(error, -1.5F, 1.5F) * std::clamp(weight, 0.0F, 3.0F);
  add_clipped(viewer.place, place, kViewerRate * pull, kFade);
  float moves = kOwnRate;  // of the video, and with what it shares
  for (const uint32_t tag : tags_of(video))
    add_clipped(tag_rows_[tag].place, before, kTagRate * pull / static_cast<float>(video.tag_count),
                0);
  for (TraitRow* shared : {authors_.row(video.author), sounds_.row(video.sound)})
    if (shared && add_clipped(shared->place, before, kAuthorRate * pull, 0)) moves += kAuthorRate;
  for (size_t i = 0; i < kFactors; ++i)
    place[i] += kFade * (says[i] - place[i]) + moves * pull * before[i];
  if (clip_length(place)) video.place.set(place);
  to_be_settled(number);
}

}  // namespace soleil
