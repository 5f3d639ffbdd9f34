#include "learning/taste_model.h"

#include <algorithm>
#include <cmath>

#include "learning/live_settings.h"

// This file takes in videos and facts; taste_places.cpp and taste_rank.cpp do the sums,
// taste_predict.cpp answers.

namespace soleil {
namespace {

constexpr size_t kHiddenMax = 200;
constexpr size_t kLookBack = 10;       // viewings before one that count as watched together with it
constexpr float kLookBackFade = 0.9F;  // a video ten swipes ago says less
constexpr float kBaseRate = 0.002F;
constexpr float kOrdinaryFade = 0.98F, kOrdinaryDoubt = 10;
constexpr float kLikeSurprise = 0.5F, kShareSurprise = 0.7F, kRefusalSurprise = -1;
constexpr float kRefusalWeight = 2;
constexpr float kPopularFrom = 0.5F;  // below it a viewing doesn't make popular
// In a large index a vector costs more than it tells before it was met so often: until then it says
// little but its tags, author and sound, by which other sources find it.
constexpr size_t kSmallIndex = 100'000;
constexpr float kIndexedMeetings = 12;
constexpr float kOnTheWayHalfLifeS = 180;

uint32_t seconds(int64_t ms) {
  return static_cast<uint32_t>(std::clamp<int64_t>(ms / 1'000, 0, UINT32_MAX));
}

}  // namespace

TasteModel::TasteModel(const LearningSettings& settings)
    : actions_(live_settings()),
      co_watch_(settings.co_watch_half_life_ms),
      next_(settings.co_watch_half_life_ms),
      popularity_(settings.popularity_half_life_ms) {}

// ---- videos -------------------------------------------------------------------------------------

std::span<const uint32_t> TasteModel::tags_of(const VideoRow& video) const {
  const bool inline_ = video.tag_count <= VideoRow::kTagsInline;
  return {inline_ ? video.tags.data() : &many_tags_[video.tags[0]], video.tag_count};
}

void TasteModel::set_tags(VideoRow& video, const std::vector<std::string>& tags) {
  std::vector<uint32_t> numbers;
  for (const std::string& tag : tags) {
    numbers.push_back(tags_.number(tag));
    if (numbers.back() == tag_rows_.size()) tag_rows_[tag_rows_.add()].place = direction_of(tag);
  }
  if (numbers.size() > UINT8_MAX) numbers.resize(UINT8_MAX);
  video.tag_count = static_cast<uint8_t>(numbers.size());
  if (numbers.size() <= VideoRow::kTagsInline) {
    std::ranges::copy(numbers, video.tags.begin());
  } else {
    video.tags[0] = static_cast<uint32_t>(many_tags_.size());
    many_tags_.insert(many_tags_.end(), numbers.begin(), numbers.end());
  }
}

bool TasteModel::has_tags(const VideoRow& row, const std::vector<std::string>& tags) const {
  return std::ranges::equal(tags_of(row), tags,
                            [&](uint32_t n, auto& tag) { return tags_.word(n) == tag; });
}

bool TasteModel::is_unchanged(const VideoRow& row, const Video& video) const {
  return authors_.id(row.author) == video.author.value &&
         sounds_.id(row.sound) == video.sound.value && has_tags(row, video.tags) &&
         languages_.word(row.language) == video.language && row.duration_ms == video.duration_ms;
}

void TasteModel::set_traits(VideoRow& row, const Video& video, bool is_new) {
  if (video.author && (is_new || authors_.id(row.author) != video.author.value))
    row.author = authors_.add_video(video.author.value);
  if (!video.sound)
    row.sound = kNone;
  else if (is_new || sounds_.id(row.sound) != video.sound.value)
    row.sound = sounds_.add_video(video.sound.value);
  const bool same_tags = !is_new && has_tags(row, video.tags);
  if (!same_tags) set_tags(row, video.tags);
  row.language = static_cast<uint16_t>(std::min(languages_.number(video.language), 65'535U));
  language_rows_.reach(languages_.size());
  row.duration_ms = static_cast<uint32_t>(std::clamp<int64_t>(video.duration_ms, 0, UINT32_MAX));
  row.length = static_cast<uint8_t>(length_bucket(video.duration_ms));
}

void TasteModel::put_video(const Video& video) {
  const size_t before = video_ids_.size();
  const uint32_t number = video_ids_.number(video.id.value);
  const bool is_new = number == before;
  if (is_new) videos_.add();
  co_watch_.reach(video_ids_.size());
  popularity_.reach(video_ids_.size());
  VideoRow& row = videos_[number];
  const bool is_met = row.meetings + row.liked + row.shared + row.refused > 0;
  if (!is_new && is_unchanged(row, video)) {
    if (is_met && !row.listed) to_be_settled(number);
    row.listed = true;
    return;
  }
  Vector place = is_met ? row.place.wide() : Vector{};
  const Vector said = is_met ? content_of(row) : Vector{};
  set_traits(row, video, is_new);
  const Vector says = content_of(row);
  for (size_t i = 0; i < kFactors; ++i) place[i] += says[i] - said[i];
  if (clip_length(place)) row.place.set(place);
  row.listed = true;
  if (is_met) to_be_settled(number);
}

void TasteModel::forget_video(VideoId id) {
  const uint32_t number = video_ids_.find(id.value);
  if (number == kNone) return;
  videos_[number].listed = false;
  index_.erase(id.value);
  popularity_.forget(number);
  co_watch_.forget(number);
  next_.forget(number);
}

bool TasteModel::settle(size_t count_max) {
  while (count_max > 0 && !moved_.empty()) {
    const uint32_t number = moved_.back();
    moved_.pop_back();
    VideoRow& video = videos_[number];
    video.moved = false;
    const bool told_by_place = index_.size() < kSmallIndex || video.meetings >= kIndexedMeetings;
    if (!video.listed || !told_by_place) continue;
    index_.put(video_ids_.id(number), video.place.wide());
    --count_max;
  }
  return !moved_.empty();
}

void TasteModel::to_be_settled(uint32_t number) {
  if (!videos_[number].moved) moved_.push_back(number);
  videos_[number].moved = true;
}

VideoRow* TasteModel::known(VideoId id) {
  return row_or_null(video_ids_.find(id.value));
}

// ---- facts --------------------------------------------------------------------------------------

void TasteModel::apply(const WatchFact& fact) {
  now_ms_ = std::max(now_ms_, head_of(fact).received_ms);
  if (head_of(fact).paused) return take_paused(fact);
  std::visit([this](const auto& f) { take(f); }, fact);
}

uint32_t TasteModel::viewer_number(ViewerId id) {
  const uint32_t number = viewer_ids_.number(id.value);
  viewers_.reach(viewer_ids_.size());
  seen_.reach(viewer_ids_.size());
  return number;
}

Hidden TasteModel::hidden_of(const FactHead& head, const VideoRow& video, bool learned) const {
  return {head.video, {authors_.id(video.author)}, {sounds_.id(video.sound)}, head.at_ms, learned};
}

void TasteModel::hide(uint32_t viewer, const Hidden& hidden) {
  std::vector<Hidden>& all = hidden_[viewer];
  all.push_back(hidden);
  if (all.size() > kHiddenMax) all.erase(all.begin());
}

// What must hold although nothing is learned: no repeats, exposures, "not interested" hides.
void TasteModel::take_paused(const WatchFact& fact) {
  if (const auto* watched = std::get_if<Watched>(&fact)) see_watched(*watched);
  if (std::holds_alternative<NotInterestedUndone>(fact)) take(std::get<NotInterestedUndone>(fact));
  if (!std::holds_alternative<NotInterested>(fact)) return;
  const FactHead& head = head_of(fact);
  const uint32_t viewer = viewer_number(head.viewer);
  seen_[viewer].meet(head.video);
  if (const VideoRow* video = known(head.video)) hide(viewer, hidden_of(head, *video, false));
}

// Half way between the middle of the scale and the viewer's own mean: someone who watches all to
// the end still tells by what they leave.
float TasteModel::ordinary(const ViewerRow& viewer) {
  const float mean =
      (viewer.satisfaction + 0.5F * kOrdinaryDoubt) / (viewer.watched + kOrdinaryDoubt);
  return 0.25F + 0.5F * mean;
}

void TasteModel::see_watched(const Watched& fact) {
  seen_[viewer_number(fact.head.viewer)].meet(fact.head.video);
  VideoRow* video = known(fact.head.video);
  if (!video || fact.surface != Surface::for_you) return;
  video->exposures += 1;
  video->on_the_way = std::max(0.0F, on_the_way(*video) - 1);
  video->on_the_way_s = seconds(now_ms_);
}

void TasteModel::take(const Watched& fact) {
  see_watched(fact);
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (video == kNone) return;
  if (authors_.id(videos_[video].author) == fact.head.viewer.value) return;  // says nothing
  learn_viewing(fact, viewer_number(fact.head.viewer), video);
}

void TasteModel::learn_viewing(const Watched& fact, uint32_t viewer_number, uint32_t number) {
  ViewerRow& viewer = viewers_[viewer_number];
  VideoRow& video = videos_[number];
  const Lately before = lately_of(viewer, kLookBack, kLookBackFade, kLookBackFade);
  for (const Enjoyed& one : before.all()) co_watch_.prefetch(one.video);
  const float satisfaction = satisfaction_.of(fact.watch_ms, video.duration_ms);
  satisfaction_.learn(fact.watch_ms, video.duration_ms);
  const float weight = weight_of(viewer, number, fact);
  Outcome outcome = outcome_of(fact, satisfaction);
  outcome.weight = weight;
  learn_ranking(&viewer, video, shown_to(viewer, number), outcome);

  learn_traits(viewer, number, satisfaction - ordinary(viewer), 1);
  video.surprise += weight * (satisfaction - base_);
  video.meetings += weight;
  if (fact.skipped) video.skipped += 1;
  base_ += kBaseRate * (satisfaction - base_);
  viewer.satisfaction = viewer.satisfaction * kOrdinaryFade + satisfaction;
  viewer.watched = viewer.watched * kOrdinaryFade + 1;
  viewer.watched_ever += 1;
  if (satisfaction >= kPopularFrom) {
    co_watch_.learn(number, before.all(), now_ms_);
    learn_next(viewer, number);
    learn_popularity(number, static_cast<double>(satisfaction));
  }
  remember(viewer, {number, satisfaction});
}

void TasteModel::learn_popularity(uint32_t video, double amount) {
  const VideoRow& row = videos_[video];
  if (row.listed) popularity_.add(video, row.language, amount, now_ms_);
}

void TasteModel::learn_traits(ViewerRow& viewer, uint32_t number, float surprise, float weight) {
  learn_feelings(viewer, videos_[number], surprise, weight);
  learn_places(viewer, number, surprise, weight);
}

void TasteModel::learn_feelings(ViewerRow& viewer, const VideoRow& video, float surprise,
                                float weight) {
  const auto learn = [&](Trait trait, uint32_t value) {
    viewer.affinities.learn(trait, value, surprise, weight);
  };
  for (const uint32_t tag : tags_of(video)) learn(Trait::tag, tag);
  if (video.tag_count == 0) learn(Trait::tag, kNoTag);
  learn(Trait::author, video.author);
  if (video.sound != kNone) learn(Trait::sound, video.sound);
  learn(Trait::language, video.language);
  learn(Trait::length, video.length);
}

void TasteModel::take(const Liked& fact) {
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (video == kNone) return;
  ViewerRow& viewer = viewers_[viewer_number(fact.head.viewer)];
  came_after_all(Action::like, viewer, video, &viewer);
  videos_[video].liked += 1;
  learn_traits(viewer, video, kLikeSurprise, 1);
  learn_popularity(video, 1);
}

void TasteModel::take(const Unliked& fact) {
  if (VideoRow* video = known(fact.head.video)) video->liked = std::max(0.0F, video->liked - 1);
}

void TasteModel::take(const Shared& fact) {
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (video == kNone) return;
  ViewerRow& viewer = viewers_[viewer_number(fact.head.viewer)];
  came_after_all(Action::share, viewer, video, &viewer);
  videos_[video].shared += 1;
  learn_traits(viewer, video, kShareSurprise, 1);
  learn_popularity(video, 2);
}

void TasteModel::take(const NotInterested& fact) {
  const uint32_t viewer = viewer_number(fact.head.viewer);
  seen_[viewer].meet(fact.head.video);
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (video == kNone) return;
  came_after_all(Action::not_interested, viewers_[viewer], video, &viewers_[viewer]);
  videos_[video].refused += 1;
  learn_traits(viewers_[viewer], video, kRefusalSurprise, kRefusalWeight);
  hide(viewer, hidden_of(fact.head, videos_[video], true));
}

void TasteModel::take(const NotInterestedUndone& fact) {
  const uint32_t viewer = viewer_number(fact.head.viewer);
  const auto said = hidden_.find(viewer);
  if (said == hidden_.end()) return;
  bool learned = false;
  std::erase_if(said->second, [&](const Hidden& h) {
    if (h.video != fact.head.video) return false;
    learned |= h.learned;
    return true;
  });
  if (said->second.empty()) hidden_.erase(said);
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (!learned || video == kNone) return;
  videos_[video].refused = std::max(0.0F, videos_[video].refused - 1);
  learn_feelings(viewers_[viewer], videos_[video], -kRefusalSurprise, kRefusalWeight);
  learn_places(viewers_[viewer], video, 0, kRefusalWeight);  // neither for nor against
}

void TasteModel::take(const Served& fact) {
  const uint32_t viewer = viewer_number(fact.head.viewer);
  viewers_[viewer].pages += 1;
  for (size_t place = 0; place < fact.videos.size(); ++place) {
    const VideoId id = fact.videos[place];
    seen_[viewer].serve(id);
    const uint32_t number = video_ids_.find(id.value);
    if (number == kNone) continue;
    const bool is_told = place < fact.places.size();
    remember_served(viewers_[viewer], number, is_told ? fact.places[place] : Placing{});
    if (fact.surface != Surface::for_you) continue;
    VideoRow& video = videos_[number];
    video.on_the_way = on_the_way(video) + 1;
    video.on_the_way_s = seconds(now_ms_);
  }
}

// A new viewer again; what was served stays remembered if they wish it so.
void TasteModel::take(const TasteReset& fact) {
  const uint32_t number = viewer_number(fact.head.viewer);
  ViewerRow& viewer = viewers_[number];
  ViewerRow fresh;
  fresh.pages = viewer.pages;  // only the seed of the next page comes from it
  if (fact.keep_seen) {
    fresh.served = viewer.served;
    fresh.served_weights = viewer.served_weights;
  } else {
    seen_[number] = {};
  }
  viewer = fresh;
  hidden_.erase(number);
}

float TasteModel::on_the_way(const VideoRow& video) const {
  if (video.on_the_way == 0) return 0;
  const auto age_s = static_cast<float>(seconds(now_ms_) - video.on_the_way_s);
  return video.on_the_way * std::exp2(-age_s / kOnTheWayHalfLifeS);
}

}  // namespace soleil
