#include <algorithm>
#include <cmath>

#include "learning/taste_model.h"

namespace soleil {
namespace {

constexpr size_t kLikingsMax = 12;
constexpr size_t kLensRecent = 12;  // watched videos whose neighbours are looked up
constexpr float kLensFade = 0.92F;
constexpr float kSatisfied = 0.6F;
constexpr float kQualityDoubt = 6;  // meetings' worth of doubt about a video's quality

}  // namespace

TasteModel::Lens TasteModel::lens_of(const ViewerState& viewer) const {
  Lens lens{&viewer, {}};
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

Blend::Parts TasteModel::parts(const Lens& lens, const VideoState& video) const {
  const ViewerState& viewer = *lens.viewer;
  const VideoTraits& traits = video.traits;
  Blend::Parts out{};
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

Prediction TasteModel::predict_one(const Lens& lens, const VideoState& video) const {
  Prediction out;
  out.watch = blend_.weigh(parts(lens, video));
  const float expected = out.expected_watch();
  out.like = like_.predict(expected, video.liked, video.meetings);
  out.share = share_.predict(expected, video.shared, video.meetings);
  out.skip = skip_.predict(expected, video.skipped, video.meetings);
  out.not_interested = refuse_.predict(expected, video.refused, video.meetings);
  out.unknown = unknown(*lens.viewer, video.traits);
  tags_part(*lens.viewer, video.traits, &out.best_tag);
  const auto co = lens.co_watched.find(video.traits.id);
  if (co != lens.co_watched.end()) out.because = co->second.second;
  return out;
}

std::vector<Prediction> TasteModel::predict(ViewerId viewer,
                                            std::span<const VideoId> videos) const {
  static const ViewerState kNobody;
  const auto at = viewers_.find(viewer);
  const Lens lens = lens_of(at == viewers_.end() ? kNobody : at->second);
  std::vector<Prediction> out;
  out.reserve(videos.size());
  for (const VideoId id : videos) {
    const VideoState* video = known(id);
    out.push_back(video ? predict_one(lens, *video) : Prediction{.watch = {base_}});
  }
  return out;
}

ViewerTaste TasteModel::taste(ViewerId viewer) const {
  ViewerTaste out;
  const auto at = viewers_.find(viewer);
  if (at == viewers_.end()) return out;
  const ViewerState& state = at->second;
  out.watched = state.watched_ever;
  out.pages = state.pages;
  out.recent = state.recent;
  out.hidden = state.hidden;
  out.seen = state.seen;
  out.served = state.served;
  for (const Affinity& a : state.affinities.liked(Trait::tag, kLikingsMax))
    if (a.value != kNoTag)
      out.tags.push_back({tags_.word(static_cast<uint32_t>(a.value)), a.strength()});
  for (const Affinity& a : state.affinities.liked(Trait::language, kLikingsMax))
    out.languages.push_back({languages_.word(static_cast<uint32_t>(a.value)), a.strength()});
  for (const Affinity& a : state.affinities.liked(Trait::author, kLikingsMax))
    out.authors.push_back({AccountId{a.value}, a.strength()});
  for (const Affinity& a : state.affinities.liked(Trait::sound, kLikingsMax))
    out.sounds.push_back({SoundId{a.value}, a.strength()});
  return out;
}

std::vector<VideoId> TasteModel::popular(const std::string& language, size_t count) const {
  if (language.empty()) return popularity_.best(std::nullopt, count);
  const auto number = languages_.find(language);
  return number ? popularity_.best(*number, count) : std::vector<VideoId>{};
}

std::vector<Neighbour> TasteModel::similar(VideoId video, size_t count) const {
  return co_watch_.near(video, count, now_ms_);
}

std::vector<Neighbour> TasteModel::nearest(ViewerId viewer, size_t count) const {
  std::vector<Neighbour> out;
  const auto at = viewers_.find(viewer);
  if (at == viewers_.end() || at->second.watched_ever == 0) return out;
  for (const auto& [id, video] : videos_) {
    if (!video.listed || at->second.seen.contains(id)) continue;
    const float match = dot(at->second.factors, factors_.of_video(video.traits, video.own));
    if (match > 0) out.push_back({id, match});
  }
  const auto better = [](const Neighbour& a, const Neighbour& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.video > b.video;
  };
  const size_t kept = std::min(count, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<ptrdiff_t>(kept), out.end(), better);
  out.resize(kept);
  return out;
}

Knowledge::Exposures TasteModel::exposures(VideoId id) const {
  const VideoState* video = known(id);
  if (!video) return {};
  return {video->exposures, on_the_way(*video)};
}

}  // namespace soleil
