#include <algorithm>

#include "learning/taste_model.h"
#include "model/placing.h"

// What a viewing counts by how it came about, what it leads on to, and what comes of a video that
// says nothing of the viewer.
namespace soleil {
namespace {

constexpr float kWeightRate = 0.001F, kWeightUnit = 32;
static_assert(kImpressionWeightMax * kWeightUnit <= UINT8_MAX);
constexpr float kLedOn = 0.6F;      // satisfaction from which a viewing leads on to the next
constexpr int64_t kPauseS = 1'800;  // longer apart: not one after the other

}  // namespace

void TasteModel::remember_served(ViewerRow& viewer, uint32_t video, const Placing& placing) {
  viewer.served.push(video);
  viewer.served_weights.push(static_cast<uint8_t>(kWeightUnit * impression_weight(placing)));
}

// The inverse of the propensity, clipped, over its mean of late: on the whole a viewing counts 1
// (self-normalised inverse propensity: Swaminathan and Joachims, NeurIPS 2015).
float TasteModel::weight_of(const ViewerRow& viewer, uint32_t video, const Watched& fact) {
  float weight = 1;
  for (size_t i = 0; fact.surface == Surface::for_you && i < viewer.served.size(); ++i)
    if (viewer.served[i] == video) {
      weight = static_cast<float>(viewer.served_weights[i]) / kWeightUnit;
      break;
    }
  common_.weight_mean += kWeightRate * (weight - common_.weight_mean);
  return weight / common_.weight_mean;
}

// A pause ends a row of viewings: what comes after it did not come because of those before.
size_t TasteModel::in_a_row(const ViewerRow& viewer) const {
  const int64_t since_s = common_.now_ms / 1'000 - viewer.watched_s;
  return since_s <= kPauseS ? std::min<size_t>(viewer.in_a_row, viewer.recent.size()) : 0;
}

void TasteModel::learn_next(const ViewerRow& viewer, uint32_t video) {
  const size_t steps = std::min(in_a_row(viewer), NextWatch::kStepsMax);
  for (size_t step = 1; step <= steps; ++step) {
    const Viewing& before = viewer.recent[step - 1];
    if (before.satisfaction >= kLedOn) next_.learn(before.video, video, step, common_.now_ms);
  }
}

void TasteModel::remember(ViewerRow& viewer, const Viewing& viewing) {
  viewer.in_a_row = static_cast<uint32_t>(std::min(in_a_row(viewer) + 1, NextWatch::kStepsMax));
  viewer.watched_s =
      static_cast<uint32_t>(std::clamp<int64_t>(common_.now_ms / 1'000, 0, UINT32_MAX));
  viewer.recent.push(viewing);
}

// Contacts do not steer: the video's own rows learn that it draws such an action, and of who did it
// nothing is kept but that they are known.
void TasteModel::learn_of_video(Action action, const FactHead& head) {
  const uint32_t number = video_ids_.find(head.video.value);
  if (number == kNone) return;
  auto video = videos_.edit(number);
  came_after_all(action, read_viewer(head.viewer), number, *video, nullptr);
}

void TasteModel::take(const Followed& fact) {
  learn_of_video(Action::follow, fact.head);
}

void TasteModel::take(const Reported& fact) {
  learn_of_video(Action::report, fact.head);
}

}  // namespace soleil
