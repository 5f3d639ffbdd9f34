#include <algorithm>
#include <cmath>

#include "learning/taste_model.h"

namespace soleil {
namespace {

constexpr size_t kLikingsMax = 12;

}  // namespace

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
  const SeenSet& seen = at->second.seen;
  const auto unseen = [&](uint64_t id) { return !seen.contains(VideoId{id}); };
  for (const auto& match : index_.search(at->second.factors, count, unseen))
    if (match.dot > 0) out.push_back({VideoId{match.key}, match.dot});
  return out;
}

Knowledge::Exposures TasteModel::exposures(VideoId id) const {
  const VideoState* video = known(id);
  if (!video) return {};
  return {video->exposures, on_the_way(*video)};
}

}  // namespace soleil
