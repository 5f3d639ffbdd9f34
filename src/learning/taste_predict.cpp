#include <algorithm>

#include "learning/taste_model.h"

namespace soleil {
namespace {

constexpr size_t kLikingsMax = 12;
constexpr size_t kNearestEffort = 160;  // a page has a millisecond for all its sources
constexpr float kEnjoyed = 0.6F;

}  // namespace

ViewerTaste TasteModel::taste(ViewerId id) const {
  ViewerTaste out;
  const uint32_t number = viewer_ids_.reading().find(id.value);
  if (number == kNone) return out;
  const ViewerRow viewer = viewers_.read(number);
  out.watched = viewer.watched_ever;
  out.pages = viewer.pages;
  for (size_t i = 0; i < viewer.recent.size(); ++i)
    out.recent.push_back({{video_ids_.id(viewer.recent[i].video)}, viewer.recent[i].satisfaction});
  ViewerMemory::Row memory = memory_.read(number);
  if (memory.hidden) out.hidden = *memory.hidden;
  out.seen = std::move(memory.seen);
  for (size_t i = 0; i < viewer.served.size(); ++i)
    out.served.push_back({video_ids_.id(viewer.served[i])});
  const auto liked = [&](Trait trait) { return viewer.affinities.liked(trait, kLikingsMax); };
  for (const Affinity& a : liked(Trait::tag))
    if (a.value != kNoTag) out.tags.push_back({tags_.word(a.value), a.strength});
  for (const Affinity& a : liked(Trait::language))
    out.languages.push_back({languages_.word(a.value), a.strength});
  for (const Affinity& a : liked(Trait::author))
    out.authors.push_back({AccountId{authors_.id(a.value)}, a.strength});
  for (const Affinity& a : liked(Trait::sound))
    out.sounds.push_back({SoundId{sounds_.id(a.value)}, a.strength});
  return out;
}

std::vector<VideoId> TasteModel::popular(const std::string& language, size_t count) const {
  const auto number = language.empty() ? std::nullopt : languages_.find(language);
  std::vector<VideoId> out;
  if (!language.empty() && !number) return out;
  for (const uint32_t video : popularity_.best(number, count))
    out.push_back({video_ids_.id(video)});
  return out;
}

std::vector<Neighbour> TasteModel::similar(VideoId video, size_t count) const {
  std::vector<Neighbour> out;
  const uint32_t number = video_number(video);
  if (number == kNone) return out;
  for (const CoWatch::Link& link : co_watch_.near(number, count, told_.read(0, &Told::now_ms)))
    out.push_back({{video_ids_.id(link.video)}, link.strength});
  return out;
}

std::vector<Neighbour> TasteModel::next(VideoId video, size_t count) const {
  std::vector<Neighbour> out;
  const int64_t now_ms = told_.read(0, &Told::now_ms);
  const auto watched = [&](uint32_t one) { return co_watch_.alone(one, now_ms); };
  const uint32_t number = video_number(video);
  if (number == kNone) return out;
  for (const NextWatch::Link& link : next_.after(number, count, now_ms, watched))
    if (tallies_.read(link.video).listed)
      out.push_back({{video_ids_.id(link.video)}, link.strength});
  return out;
}

std::vector<std::vector<VideoId>> TasteModel::enjoyed(size_t viewers_max) const {
  std::vector<std::vector<VideoId>> out;
  const size_t step = viewers_.size() / std::max<size_t>(1, viewers_max) + 1;
  for (size_t at = 0; at < viewers_.size(); at += step) {
    const auto recent = viewers_.read(at, &ViewerRow::recent);
    std::vector<VideoId> videos;
    for (size_t i = 0; i < recent.size(); ++i)
      if (recent[i].satisfaction >= kEnjoyed) videos.push_back({video_ids_.id(recent[i].video)});
    if (!videos.empty()) out.push_back(std::move(videos));
  }
  return out;
}

std::vector<Neighbour> TasteModel::nearest(ViewerId viewer, size_t count) const {
  std::vector<Neighbour> out;
  const uint32_t number = viewer_ids_.reading().find(viewer.value);
  if (number == kNone || viewers_.read(number, &ViewerRow::watched_ever) == 0) return out;
  const Vector place = viewers_.read(number, &ViewerRow::place);
  const SeenSet seen = memory_.read(number).seen;
  const auto unseen = [&](uint64_t video) { return !seen.contains({video}); };
  std::shared_lock lock(index_mutex_);
  for (const auto& match : index_.search(place, count, unseen, std::max(count, kNearestEffort)))
    if (match.dot > 0) out.push_back({{match.key}, match.dot});
  return out;
}

std::vector<Knowledge::Exposures> TasteModel::exposures(std::span<const VideoId> videos) const {
  std::vector<Knowledge::Exposures> out(videos.size());
  std::vector<uint32_t> numbers(videos.size());
  const auto ids = video_ids_.reading();
  for (const VideoId id : videos) ids.prefetch(id.value);
  for (const VideoId id : videos) ids.prefetch_id(id.value);
  for (size_t i = 0; i < videos.size(); ++i)
    if ((numbers[i] = ids.find(videos[i].value)) != kNone) tallies_.prefetch(numbers[i]);
  const int64_t now_ms = told_.read(0, &Told::now_ms);
  for (size_t i = 0; i < videos.size(); ++i) {
    if (numbers[i] == kNone) continue;
    const VideoTally video = tallies_.read(numbers[i]);
    out[i] = {video.exposures, on_the_way(video, now_ms)};
  }
  return out;
}

}  // namespace soleil
