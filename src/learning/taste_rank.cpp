#include "base/hash.h"
#include "learning/taste_keys.h"
#include "learning/taste_model.h"

#include <algorithm>
#include <cmath>

// What the ranker is told of a viewer and a video, and what it says, part by part. taste_model.cpp
// learns, taste_predict.cpp answers.
namespace soleil {
namespace {

constexpr int64_t kHourMs = 3'600'000;
constexpr size_t kLensRecent = 12;  // watched videos whose neighbours are looked up
constexpr float kLensFade = 0.92F;
constexpr float kSatisfied = 0.6F;
constexpr float kQualityDoubt = 6;  // meetings' worth of doubt about a video's quality
constexpr float kRateDoubt = 20;    // meetings' worth of trust in an action's ordinary rate

// Inputs of the ranker: the parts by their number (base as log-odds), then how often the video drew
// each action.
constexpr size_t kLikeRate = kParts, kShareRate = kParts + 1, kSkipRate = kParts + 2,
                 kRefusalRate = kParts + 3;
static_assert(kRefusalRate < kDense);
constexpr float kOrdinaryLike = 0.05F, kOrdinaryShare = 0.01F, kOrdinarySkip = 0.3F,
                kOrdinaryRefusal = 0.005F;

float log_odds(float p) {
  p = std::clamp(p, 0.0005F, 0.9995F);
  return std::log(p / (1 - p));
}

float rate_over(float taken, float meetings, float ordinary) {
  const float rate = (taken + kRateDoubt * ordinary) / (meetings + kRateDoubt);
  return std::clamp(log_odds(rate) - log_odds(ordinary), -3.0F, 3.0F);
}

}  // namespace

uint32_t day_of(int64_t ms) {
  return static_cast<uint32_t>(std::clamp<int64_t>(ms / 86'400'000, 0, 1'000'000));
}

// Before any event: satisfaction is the sum of the parts with these weights (log-odds move four
// times as fast as a probability near the middle), and the actions follow it.
RankerSettings live_settings() {
  RankerSettings out;
  out.step = {.rate = 0.05F, .place_fade = 2e-3F, .weight_fade = 1e-3F};
  out.shared_rate = 0.02F;
  out.history_max = kLensRecent;
  out.meetings_needed = 2;
  const PerAction bias = {0,
                          -0.5F,
                          log_odds(kOrdinaryLike),
                          log_odds(kOrdinaryShare),
                          -6,
                          log_odds(kOrdinarySkip),
                          log_odds(kOrdinaryRefusal),
                          -7};
  out.bias = bias;
  const PerAction by_action = {4, 4, 2, 2, 2, -4, -2, -2};
  const std::array<float, kParts> by_part = {0.25F, 1, 1, 0.6F, 0.4F, 0.5F, 0.3F, 0.8F, 0.6F};
  for (size_t part = 0; part < kParts; ++part) out.dense[part] = by_action * by_part[part];
  out.dense[kLikeRate][static_cast<size_t>(Action::like)] = 1;
  out.dense[kShareRate][static_cast<size_t>(Action::share)] = 1;
  out.dense[kSkipRate][static_cast<size_t>(Action::skip)] = 1;
  out.dense[kRefusalRate][static_cast<size_t>(Action::not_interested)] = 1;
  return out;
}

Outcome outcome_of(const Watched& fact, float satisfaction) {
  Outcome out;
  const auto set = [&](Action a, float p) { out.happened[static_cast<size_t>(a)] = p; };
  set(Action::watch, satisfaction);
  if (fact.duration_ms > 0) set(Action::completion, fact.watch_ms >= fact.duration_ms);
  set(Action::skip, fact.skipped);
  for (const Action later : {Action::like, Action::share, Action::not_interested}) set(later, 0);
  return out;
}

TasteModel::Lens TasteModel::lens_of(ViewerId id, const ViewerState& viewer) const {
  Lens lens{&viewer, {}, {}};
  float fade = 1;
  for (size_t i = 0; i < std::min(viewer.recent.size(), kLensRecent); ++i, fade *= kLensFade) {
    const Recent& recent = viewer.recent[i];
    if (recent.satisfaction < kSatisfied) continue;
    for (const Neighbour& n : co_watch_.near(recent.video, CoWatch::kNeighboursMax, now_ms_)) {
      auto& [strength, because] = lens.co_watched[n.video];
      if (!because) because = recent.video;
      strength = std::min(1.0F, strength + fade * n.strength);
    }
  }
  Impression& shown = lens.shown;
  shown.viewer = mix_key(kViewerKey, id.value);
  shown.day = day_of(now_ms_);
  shown.where = {mix_key(kHourKey, static_cast<uint64_t>(now_ms_ / kHourMs % 24))};
  for (size_t i = 0; i < std::min(viewer.recent.size(), kLensRecent); ++i)
    if (viewer.recent[i].satisfaction >= kSatisfied)
      shown.history.push_back(mix_key(kEnjoyedKey, viewer.recent[i].video.value));
  return lens;
}

// Tags that the viewer feels strongly about, either way, count most.
float TasteModel::tags_part(const ViewerState& viewer, const VideoTraits& video, int* best) const {
  if (video.tags.empty()) return viewer.affinities.strength(Trait::tag, kNoTag);
  float weighed = 0, weights = 0, highest = 0;
  for (size_t i = 0; i < video.tags.size(); ++i) {
    const float strength = viewer.affinities.strength(Trait::tag, video.tags[i]);
    const float weight = std::abs(strength) + 0.02F;
    weighed += strength * weight;
    weights += weight;
    if (best && strength > highest) {
      highest = strength;
      *best = static_cast<int>(i);
    }
  }
  return weighed / weights;
}

float TasteModel::unknown(const ViewerState& viewer, const VideoTraits& video) const {
  const auto of = [&](uint64_t tag) {
    return 1 / std::sqrt(1 + viewer.affinities.meetings(Trait::tag, tag));
  };
  if (video.tags.empty()) return of(kNoTag);
  float sum = 0;
  for (const uint32_t tag : video.tags) sum += of(tag);
  return sum / static_cast<float>(video.tags.size());
}

TasteModel::Parts TasteModel::parts(const Lens& lens, const VideoState& video) const {
  const ViewerState& viewer = *lens.viewer;
  const VideoTraits& traits = video.traits;
  Parts out{};
  const auto set = [&](Part part, float value) { out[static_cast<size_t>(part)] = value; };
  set(Part::base, base_);
  set(Part::quality, video.surprise / (video.meetings + kQualityDoubt));
  set(Part::tags, tags_part(viewer, traits, nullptr));
  set(Part::author, viewer.affinities.strength(Trait::author, traits.author.value));
  if (traits.sound) set(Part::sound, viewer.affinities.strength(Trait::sound, traits.sound.value));
  set(Part::language, viewer.affinities.strength(Trait::language, traits.language));
  set(Part::length, viewer.affinities.strength(Trait::length, traits.length));
  set(Part::match,
      std::clamp(dot(viewer.factors, factors_.of_video(traits, video.own)), -1.0F, 1.0F));
  const auto co = lens.co_watched.find(traits.id);
  if (co != lens.co_watched.end()) set(Part::co_watch, co->second.first);
  return out;
}

// Words by their text: their numbers depend on the order in which videos were put in.
void TasteModel::describe(const Lens& lens, const VideoState& video, Impression& shown) const {
  const VideoTraits& traits = video.traits;
  shown.item.assign({mix_key(kVideoKey, traits.id.value), mix_key(kAuthorKey, traits.author.value),
                     mix_key(kLanguageKey, hash64(languages_.word(traits.language))),
                     mix_key(kLengthKey, traits.length)});
  if (traits.sound) shown.item.push_back(mix_key(kSoundKey, traits.sound.value));
  for (const uint32_t tag : traits.tags)
    shown.item.push_back(mix_key(kTagKey, hash64(tags_.word(tag))));
  shown.dense.fill(0);
  const Parts values = parts(lens, video);
  std::ranges::copy(values, shown.dense.begin());
  shown.dense[static_cast<size_t>(Part::base)] = log_odds(base_);
  shown.dense[kLikeRate] = rate_over(video.liked, video.meetings, kOrdinaryLike);
  shown.dense[kShareRate] = rate_over(video.shared, video.meetings, kOrdinaryShare);
  shown.dense[kSkipRate] = rate_over(video.skipped, video.meetings, kOrdinarySkip);
  shown.dense[kRefusalRate] = rate_over(video.refused, video.meetings, kOrdinaryRefusal);
}

// A probability told as a sum: with p = sigmoid(z0 + sum of z), each z counts as
// z * (p - sigmoid(z0)) / (sum of z), its Aumann-Shapley share; the first part is sigmoid(z0).
TasteModel::Parts TasteModel::parts_of_watch(const PageMatrix& page, const Impression& shown,
                                             float keys, float z) const {
  const float scale = ranker_.platt_scale(Action::watch);
  Parts out{};
  float counted = page.base[0];
  for (size_t part = 0; part < kParts; ++part) {
    out[part] = ranker_.dense_weight(part, Action::watch) * shown.dense[part];
    counted += out[part];
  }
  const auto base = static_cast<size_t>(Part::base);
  const float z0 = scale * (page.base[0] + out[base]) + ranker_.platt_shift(Action::watch);
  out[static_cast<size_t>(Part::match)] += z - keys - counted;  // the places' dot product
  out[static_cast<size_t>(Part::quality)] += keys;
  const float rest = scale * (z - page.base[0] - out[base]);
  const float p0 = sigmoid(z0);
  const float slope = std::abs(rest) > 1e-3F ? (sigmoid(z0 + rest) - p0) / rest : p0 * (1 - p0);
  for (float& part : out) part *= scale * slope;
  out[base] = p0;
  return out;
}

std::vector<Prediction> TasteModel::predict(ViewerId viewer,
                                            std::span<const VideoId> videos) const {
  static const ViewerState kNobody;
  const auto at = viewers_.find(viewer);
  const Lens lens = lens_of(viewer, at == viewers_.end() ? kNobody : at->second);
  const PageMatrix page = ranker_.page(lens.shown);
  Impression shown = lens.shown;
  std::vector<Prediction> out(videos.size(), Prediction{.watch = {base_}});
  for (size_t i = 0; i < videos.size(); ++i)
    if (const VideoState* video = known(videos[i])) out[i] = prediction(lens, page, *video, shown);
  return out;
}

Prediction TasteModel::prediction(const Lens& lens, const PageMatrix& page, const VideoState& video,
                                  Impression& shown) const {
  Prediction out;
  describe(lens, video, shown);
  std::array<float, kFeatures> features;
  const PerAction keys = ranker_.item(shown, features);
  PerAction z = page.base + keys;
  score_rows(features, page, {&z, 1});
  const PerAction p = ranker_.calibrated(z);
  const auto chance = [&](Action a) { return p[static_cast<size_t>(a)]; };
  out.watch = parts_of_watch(page, shown, keys[0], z[0]);
  out.completion = chance(Action::completion);
  out.like = chance(Action::like);
  out.share = chance(Action::share);
  out.skip = chance(Action::skip);
  out.not_interested = chance(Action::not_interested);
  out.unknown = unknown(*lens.viewer, video.traits);
  tags_part(*lens.viewer, video.traits, &out.best_tag);
  const auto co = lens.co_watched.find(video.traits.id);
  if (co != lens.co_watched.end()) out.because = co->second.second;
  return out;
}

}  // namespace soleil
