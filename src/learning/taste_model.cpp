#include "learning/taste_model.h"

#include <algorithm>
#include <cmath>

#include "learning/taste_keys.h"

// This file learns; taste_predict.cpp answers.
namespace soleil {
namespace {

constexpr size_t kRecentMax = 50, kServedMax = 20, kHiddenMax = 200;
constexpr float kBaseRate = 0.002F;
constexpr float kOrdinaryFade = 0.98F, kOrdinaryDoubt = 10;
constexpr float kLikeSurprise = 0.5F, kShareSurprise = 0.7F, kRefusalSurprise = -1;
constexpr float kRefusalWeight = 2;
constexpr float kPopularFrom = 0.5F;      // below it a viewing doesn't make popular
constexpr uint32_t kFactsASettling = 64;  // learning is not to wait for the index
// In a large index a vector costs more than it tells before it was met so often: until then it says
// little but its tags, author and sound, by which other sources find it.
constexpr size_t kSmallIndex = 100'000;
constexpr float kIndexedMeetings = 4;
constexpr double kOnTheWayHalfLifeMs = 180'000;

}  // namespace

TasteModel::TasteModel(const LearningSettings& settings)
    : co_watch_(settings.co_watch_half_life_ms),
      popularity_(settings.popularity_half_life_ms),
      ranker_(kRankerSeed, live_settings()) {}

void TasteModel::put_video(const Video& video) {
  VideoState& state = videos_[video.id];
  state.listed = true;
  state.duration_ms = video.duration_ms;
  VideoTraits& traits = state.traits;
  traits = {video.id, video.author, video.sound};
  for (const std::string& tag : video.tags) {
    const uint32_t number = tags_.number(tag);
    if (number == factors_.tags()) factors_.add_tag(tag);
    traits.tags.push_back(number);
  }
  traits.language = languages_.number(video.language);
  traits.length = static_cast<uint8_t>(length_bucket(video.duration_ms));
  if (state.meetings > 0) to_be_settled(state);
}

void TasteModel::forget_video(VideoId id) {
  const auto at = videos_.find(id);
  if (at == videos_.end()) return;
  at->second.listed = false;
  index_.erase(id.value);
  popularity_.forget(id);
  co_watch_.forget(id);
}

void TasteModel::apply(const WatchFact& fact) {
  now_ms_ = std::max(now_ms_, head_of(fact).received_ms);
  expire_rows();
  if (head_of(fact).paused) return take_paused(fact);
  std::visit([this](const auto& f) { take(f); }, fact);
  if (++facts_ % kFactsASettling == 0) settle(1);
}

bool TasteModel::settle(size_t count_max) {
  for (; count_max > 0 && !moved_.empty(); --count_max) {
    VideoState& video = videos_.at(moved_.back());
    video.moved = false;
    const bool told_by_vector = index_.size() < kSmallIndex || video.meetings >= kIndexedMeetings;
    if (video.listed && told_by_vector)
      index_.put(moved_.back().value, factors_.of_video(video.traits, video.own));
    moved_.pop_back();
  }
  return !moved_.empty();
}

void TasteModel::expire_rows() {
  const uint32_t day = day_of(now_ms_);
  if (day <= expired_day_) return;
  expired_day_ = day;
  ranker_.expire(day > kRowDaysMax ? day - kRowDaysMax : 0);
}

// What must hold although nothing is learned: no repeats, exposures, "not interested" hides.
void TasteModel::take_paused(const WatchFact& fact) {
  if (const auto* watched = std::get_if<Watched>(&fact)) see_watched(*watched);
  if (std::holds_alternative<NotInterestedUndone>(fact)) take(std::get<NotInterestedUndone>(fact));
  if (!std::holds_alternative<NotInterested>(fact)) return;
  const FactHead& head = head_of(fact);
  ViewerState& viewer = viewers_[head.viewer];
  viewer.seen.meet(head.video);
  const VideoState* video = known(head.video);
  if (!video) return;
  viewer.hidden.push_back(
      {head.video, video->traits.author, video->traits.sound, head.at_ms, false});
  if (viewer.hidden.size() > kHiddenMax) viewer.hidden.erase(viewer.hidden.begin());
}

TasteModel::VideoState* TasteModel::known(VideoId id) {
  const auto at = videos_.find(id);
  return at == videos_.end() ? nullptr : &at->second;
}

const TasteModel::VideoState* TasteModel::known(VideoId id) const {
  const auto at = videos_.find(id);
  return at == videos_.end() ? nullptr : &at->second;
}

// Half way between the middle of the scale and the viewer's own mean: someone who watches all to
// the end still tells by what they leave.
float TasteModel::ordinary(const ViewerState& viewer) {
  const float mean =
      (viewer.satisfaction + 0.5F * kOrdinaryDoubt) / (viewer.watched + kOrdinaryDoubt);
  return 0.25F + 0.5F * mean;
}

void TasteModel::see_watched(const Watched& fact) {
  ViewerState& viewer = viewers_[fact.head.viewer];
  viewer.seen.meet(fact.head.video);
  VideoState* video = known(fact.head.video);
  if (!video || fact.surface != Surface::for_you) return;
  video->exposures += 1;
  video->on_the_way = std::max(0.0F, on_the_way(*video) - 1);
  video->on_the_way_ms = now_ms_;
}

void TasteModel::take(const Watched& fact) {
  see_watched(fact);
  VideoState* video = known(fact.head.video);
  if (!video) return;
  if (video->traits.author.value == fact.head.viewer.value) return;  // one's own says nothing
  learn_viewing(fact, viewers_[fact.head.viewer], *video);
}

void TasteModel::learn_viewing(const Watched& fact, ViewerState& viewer, VideoState& video) {
  const float satisfaction = satisfaction_.of(fact.watch_ms, video.duration_ms);
  satisfaction_.learn(fact.watch_ms, video.duration_ms);
  const Lens lens = lens_of(fact.head.viewer, viewer);
  Impression shown = lens.shown;
  describe(lens, video, shown);
  ranker_.learn(shown, outcome_of(fact, satisfaction));

  const float surprise = satisfaction - ordinary(viewer);
  learn_traits(viewer, video, surprise, 1);
  video.surprise += satisfaction - base_;
  video.meetings += 1;
  if (fact.skipped) video.skipped += 1;
  base_ += kBaseRate * (satisfaction - base_);
  viewer.satisfaction = viewer.satisfaction * kOrdinaryFade + satisfaction;
  viewer.watched = viewer.watched * kOrdinaryFade + 1;
  viewer.watched_ever += 1;
  const VideoId id = fact.head.video;
  if (satisfaction >= kPopularFrom) {
    co_watch_.learn(id, viewer.recent, now_ms_);
    if (video.listed) popularity_.add(id, video.traits.language, satisfaction, now_ms_);
  }
  remember(viewer, {id, satisfaction, fact.head.at_ms});
}

// Counted as absent at its viewing; the step takes that back, too.
void TasteModel::came_after_all(Action action, ViewerId id, const ViewerState& viewer,
                                const VideoState& video) {
  const Lens lens = lens_of(id, viewer);
  Impression shown = lens.shown;
  describe(lens, video, shown);
  const auto a = static_cast<size_t>(action);
  Outcome outcome;
  outcome.happened[a] = 1;
  outcome.weight = 1 / std::max(0.1F, 1 - ranker_.predict(shown)[a]);
  ranker_.learn(shown, outcome);
}

void TasteModel::learn_traits(ViewerState& viewer, VideoState& video, float surprise,
                              float weight) {
  const VideoTraits& traits = video.traits;
  Affinities& affinities = viewer.affinities;
  for (const uint32_t tag : traits.tags) affinities.learn(Trait::tag, tag, surprise, weight);
  if (traits.tags.empty()) affinities.learn(Trait::tag, kNoTag, surprise, weight);
  affinities.learn(Trait::author, traits.author.value, surprise, weight);
  if (traits.sound) affinities.learn(Trait::sound, traits.sound.value, surprise, weight);
  affinities.learn(Trait::language, traits.language, surprise, weight);
  affinities.learn(Trait::length, traits.length, surprise, weight);
  factors_.learn(viewer.factors, traits, video.own, surprise, weight);
  to_be_settled(video);
}

void TasteModel::to_be_settled(VideoState& video) {
  if (!video.moved) moved_.push_back(video.traits.id);
  video.moved = true;
}

void TasteModel::remember(ViewerState& viewer, const Recent& recent) {
  viewer.recent.insert(viewer.recent.begin(), recent);
  if (viewer.recent.size() > kRecentMax) viewer.recent.pop_back();
}

void TasteModel::take(const Liked& fact) {
  VideoState* video = known(fact.head.video);
  if (!video) return;
  ViewerState& viewer = viewers_[fact.head.viewer];
  came_after_all(Action::like, fact.head.viewer, viewer, *video);
  video->liked += 1;
  learn_traits(viewer, *video, kLikeSurprise, 1);
  if (video->listed) popularity_.add(fact.head.video, video->traits.language, 1, now_ms_);
}

void TasteModel::take(const Unliked& fact) {
  if (VideoState* video = known(fact.head.video)) video->liked = std::max(0.0F, video->liked - 1);
}

void TasteModel::take(const Shared& fact) {
  VideoState* video = known(fact.head.video);
  if (!video) return;
  ViewerState& viewer = viewers_[fact.head.viewer];
  came_after_all(Action::share, fact.head.viewer, viewer, *video);
  video->shared += 1;
  learn_traits(viewer, *video, kShareSurprise, 1);
  if (video->listed) popularity_.add(fact.head.video, video->traits.language, 2, now_ms_);
}

void TasteModel::take(const NotInterested& fact) {
  ViewerState& viewer = viewers_[fact.head.viewer];
  viewer.seen.meet(fact.head.video);
  VideoState* video = known(fact.head.video);
  if (!video) return;
  came_after_all(Action::not_interested, fact.head.viewer, viewer, *video);
  video->refused += 1;
  learn_traits(viewer, *video, kRefusalSurprise, kRefusalWeight);
  viewer.hidden.push_back(
      {fact.head.video, video->traits.author, video->traits.sound, fact.head.at_ms});
  if (viewer.hidden.size() > kHiddenMax) viewer.hidden.erase(viewer.hidden.begin());
}

void TasteModel::take(const NotInterestedUndone& fact) {
  ViewerState& viewer = viewers_[fact.head.viewer];
  bool learned = false, hidden = false;
  std::erase_if(viewer.hidden, [&](const Hidden& h) {
    if (h.video != fact.head.video) return false;
    learned |= h.learned;
    return hidden = true;
  });
  VideoState* video = known(fact.head.video);
  if (!hidden || !learned || !video) return;
  video->refused = std::max(0.0F, video->refused - 1);
  learn_traits(viewer, *video, -kRefusalSurprise, kRefusalWeight);
}

void TasteModel::take(const Served& fact) {
  ViewerState& viewer = viewers_[fact.head.viewer];
  viewer.pages += 1;
  for (const VideoId id : fact.videos) {
    viewer.seen.serve(id);
    viewer.served.insert(viewer.served.begin(), id);
    VideoState* video = known(id);
    if (!video || fact.surface != Surface::for_you) continue;
    video->on_the_way = on_the_way(*video) + 1;
    video->on_the_way_ms = now_ms_;
  }
  if (viewer.served.size() > kServedMax) viewer.served.resize(kServedMax);
}

// A new viewer again; what was served stays remembered if they wish it so.
void TasteModel::take(const TasteReset& fact) {
  ViewerState& viewer = viewers_[fact.head.viewer];
  ViewerState fresh;
  fresh.pages = viewer.pages;  // only the seed of the next page comes from it
  if (fact.keep_seen) {
    fresh.seen = std::move(viewer.seen);
    fresh.served = std::move(viewer.served);
  }
  viewer = std::move(fresh);
  ranker_.forget(mix_key(kViewerKey, fact.head.viewer.value));
}

float TasteModel::on_the_way(const VideoState& video) const {
  const double age = static_cast<double>(now_ms_ - video.on_the_way_ms);
  return video.on_the_way * static_cast<float>(std::exp2(-age / kOnTheWayHalfLifeMs));
}

}  // namespace soleil
