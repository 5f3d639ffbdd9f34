#include "learning/taste_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "learning/live_settings.h"

// This file takes in facts, taste_videos.cpp videos; taste_places.cpp and taste_rank.cpp do the
// sums, taste_predict.cpp answers.

namespace soleil {
namespace {

constexpr size_t kLookBack = 10;       // viewings before one that count as watched together with it
constexpr float kLookBackFade = 0.9F;  // a video ten swipes ago says less
constexpr float kBaseRate = 0.002F;
constexpr float kOrdinaryFade = 0.98F, kOrdinaryDoubt = 10;
constexpr float kLikeSurprise = 0.5F, kShareSurprise = 0.7F, kRefusalSurprise = -1;
constexpr float kRefusalWeight = 2;
constexpr float kPopularFrom = 0.5F;  // below it a viewing doesn't make popular
constexpr float kOnTheWayHalfLifeS = 180;

uint32_t seconds(int64_t ms) {
  return static_cast<uint32_t>(std::clamp<int64_t>(ms / 1'000, 0, UINT32_MAX));
}

}  // namespace

TasteModel::TasteModel(const LearningSettings& settings)
    : co_watch_(settings.co_watch_half_life_ms),
      next_(settings.co_watch_half_life_ms),
      popularity_(settings.popularity_half_life_ms) {
  hours_.reach(24);
  lengths_.reach(kLengthBuckets);
  told_.add();
  publish();
}

void TasteModel::publish() {
  told_.put(0, {common_.actions.numbers(), common_.now_ms, common_.base, log_odds(common_.base)});
}

template <class Row, class Change>
void TasteModel::change_video(VideoId id, RowArray<Row>& rows, const Change& change) {
  if (const uint32_t number = video_ids_.find(id.value); number != kNone)
    change(*rows.edit(number));
}

void TasteModel::apply(std::span<const WatchFact> facts) {
  for (size_t at = 0; at < facts.size(); ++at) {
    fetch_ahead(facts, at);
    const WatchFact& fact = facts[at];
    common_.now_ms = std::max(common_.now_ms, head_of(fact).received_ms);
    if (head_of(fact).paused)
      take_paused(fact);
    else
      std::visit([this](const auto& f) { take(f); }, fact);
  }
  publish();
}

uint32_t TasteModel::viewer_number(ViewerId id) {
  if (const uint32_t known = viewer_ids_.find(id.value); known != kNone) return known;
  viewers_.add();
  memory_.add();
  return viewer_ids_.number(id.value);
}

Hidden TasteModel::hidden_of(const FactHead& head, const VideoRow& video, bool learned) const {
  return {head.video, {authors_.id(video.author)}, {sounds_.id(video.sound)}, head.at_ms, learned};
}

void TasteModel::hide(uint32_t viewer, const Hidden& hidden) {
  memory_.change(viewer, [&](ViewerMemory::Row& row) {
    auto all = row.hidden ? *row.hidden : ViewerMemory::HiddenList();
    all.push_back(hidden);
    if (all.size() > ViewerMemory::kHiddenMax) all.erase(all.begin());
    row.hidden = std::make_shared<const ViewerMemory::HiddenList>(std::move(all));
  });
}

void TasteModel::meet(uint32_t viewer, VideoId video) {
  memory_.change(viewer, [&](ViewerMemory::Row& row) { row.seen.meet(video); });
}

// What must hold although nothing is learned: no repeats, exposures, "not interested" hides.
void TasteModel::take_paused(const WatchFact& fact) {
  if (const auto* watched = std::get_if<Watched>(&fact)) see_watched(*watched);
  if (std::holds_alternative<NotInterestedUndone>(fact)) take(std::get<NotInterestedUndone>(fact));
  if (!std::holds_alternative<NotInterested>(fact)) return;
  const FactHead& head = head_of(fact);
  const uint32_t viewer = viewer_number(head.viewer);
  meet(viewer, head.video);
  if (const uint32_t video = video_ids_.find(head.video.value); video != kNone)
    hide(viewer, hidden_of(head, videos_[video], false));
}

// Half way between the middle of the scale and the viewer's own mean: someone who watches all to
// the end still tells by what they leave.
float TasteModel::ordinary(const ViewerRow& viewer) {
  const float mean =
      (viewer.satisfaction + 0.5F * kOrdinaryDoubt) / (viewer.watched + kOrdinaryDoubt);
  return 0.25F + 0.5F * mean;
}

void TasteModel::see_watched(const Watched& fact) {
  meet(viewer_number(fact.head.viewer), fact.head.video);
  if (fact.surface != Surface::for_you) return;
  change_video(fact.head.video, tallies_, [&](VideoTally& video) {
    video.exposures += 1;
    video.on_the_way = std::max(0.0F, on_the_way(video, common_.now_ms) - 1);
    video.on_the_way_s = seconds(common_.now_ms);
  });
}

void TasteModel::take(const Watched& fact) {
  see_watched(fact);
  const uint32_t video = video_ids_.find(fact.head.video.value);
  if (video == kNone) return;
  if (authors_.id(videos_[video].author) == fact.head.viewer.value) return;  // says nothing
  learn_viewing(fact, viewer_number(fact.head.viewer), video);
}

void TasteModel::learn_viewing(const Watched& fact, uint32_t viewer_number, uint32_t number) {
  auto viewer_edit = viewers_.edit(viewer_number);
  auto video_edit = videos_.edit(number);
  ViewerRow& viewer = *viewer_edit;
  VideoRow& video = *video_edit;
  const Lately before = lately_of(viewer, kLookBack, kLookBackFade, kLookBackFade);
  const uint32_t duration_ms = tallies_[number].duration_ms;
  const float satisfaction = common_.satisfaction.of(fact.watch_ms, duration_ms);
  common_.satisfaction.learn(fact.watch_ms, duration_ms);
  const float weight = weight_of(viewer, number, fact);
  Outcome outcome = outcome_of(fact, satisfaction);
  outcome.weight = weight;
  learn_ranking(&viewer, number, video, shown_to(viewer, number, video), outcome);

  learn_traits(viewer, number, video, satisfaction - ordinary(viewer), 1);
  video.surprise += weight * (satisfaction - common_.base);
  video.meetings += weight;
  if (fact.skipped) video.skipped += 1;
  common_.base += kBaseRate * (satisfaction - common_.base);
  viewer.satisfaction = viewer.satisfaction * kOrdinaryFade + satisfaction;
  viewer.watched = viewer.watched * kOrdinaryFade + 1;
  viewer.watched_ever += 1;
  if (satisfaction >= kPopularFrom) {
    co_watch_.learn(number, before.all(), common_.now_ms);
    learn_next(viewer, number);
    learn_popularity(number, video, static_cast<double>(satisfaction));
  }
  remember(viewer, {number, satisfaction});
}

void TasteModel::learn_popularity(uint32_t number, const VideoRow& video, double amount) {
  if (tallies_[number].listed) popularity_.add(number, video.language, amount, common_.now_ms);
}

void TasteModel::learn_traits(ViewerRow& viewer, uint32_t number, VideoRow& video, float surprise,
                              float weight) {
  learn_feelings(viewer, video, surprise, weight);
  learn_places(viewer, number, video, surprise, weight);
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
  const uint32_t number = video_ids_.find(fact.head.video.value);
  if (number == kNone) return;
  auto viewer = viewers_.edit(viewer_number(fact.head.viewer));
  auto video = videos_.edit(number);
  came_after_all(Action::like, *viewer, number, *video, &*viewer);
  video->liked += 1;
  learn_traits(*viewer, number, *video, kLikeSurprise, 1);
  learn_popularity(number, *video, 1);
}

void TasteModel::take(const Unliked& fact) {
  change_video(fact.head.video, videos_,
               [](VideoRow& video) { video.liked = std::max(0.0F, video.liked - 1); });
}

void TasteModel::take(const Shared& fact) {
  const uint32_t number = video_ids_.find(fact.head.video.value);
  if (number == kNone) return;
  auto viewer = viewers_.edit(viewer_number(fact.head.viewer));
  auto video = videos_.edit(number);
  came_after_all(Action::share, *viewer, number, *video, &*viewer);
  video->shared += 1;
  learn_traits(*viewer, number, *video, kShareSurprise, 1);
  learn_popularity(number, *video, 2);
}

void TasteModel::take(const NotInterested& fact) {
  const uint32_t viewer = viewer_number(fact.head.viewer);
  meet(viewer, fact.head.video);
  const uint32_t number = video_ids_.find(fact.head.video.value);
  if (number == kNone) return;
  auto row = viewers_.edit(viewer);
  auto video = videos_.edit(number);
  came_after_all(Action::not_interested, *row, number, *video, &*row);
  video->refused += 1;
  learn_traits(*row, number, *video, kRefusalSurprise, kRefusalWeight);
  hide(viewer, hidden_of(fact.head, *video, true));
}

void TasteModel::take(const NotInterestedUndone& fact) {
  const uint32_t viewer = viewer_number(fact.head.viewer);
  bool learned = false;
  memory_.change(viewer, [&](ViewerMemory::Row& row) {
    if (!row.hidden) return;
    auto left = *row.hidden;
    std::erase_if(left, [&](const Hidden& h) {
      if (h.video != fact.head.video) return false;
      learned |= h.learned;
      return true;
    });
    row.hidden =
        left.empty() ? nullptr : std::make_shared<const ViewerMemory::HiddenList>(std::move(left));
  });
  const uint32_t number = video_ids_.find(fact.head.video.value);
  if (!learned || number == kNone) return;
  auto row = viewers_.edit(viewer);
  auto video = videos_.edit(number);
  video->refused = std::max(0.0F, video->refused - 1);
  learn_feelings(*row, *video, -kRefusalSurprise, kRefusalWeight);
  learn_places(*row, number, *video, 0, kRefusalWeight);  // neither for nor against
}

void TasteModel::take(const Served& fact) {
  const uint32_t number = viewer_number(fact.head.viewer);
  memory_.change(number, [&](ViewerMemory::Row& row) {
    for (const VideoId id : fact.videos) row.seen.serve(id);
  });
  auto viewer = viewers_.edit(number);
  viewer->pages += 1;
  for (size_t place = 0; place < fact.videos.size(); ++place) {
    const uint32_t video = video_ids_.find(fact.videos[place].value);
    if (video == kNone) continue;
    const bool is_told = place < fact.places.size();
    remember_served(*viewer, video, is_told ? fact.places[place] : Placing{});
    if (fact.surface != Surface::for_you) continue;
    auto row = tallies_.edit(video);
    row->on_the_way = on_the_way(*row, common_.now_ms) + 1;
    row->on_the_way_s = seconds(common_.now_ms);
  }
}

// A new viewer again; what was served stays remembered if they wish it so.
void TasteModel::take(const TasteReset& fact) {
  const uint32_t number = viewer_number(fact.head.viewer);
  const ViewerRow& viewer = viewers_[number];
  ViewerRow fresh;
  fresh.pages = viewer.pages;  // only the seed of the next page comes from it
  if (fact.keep_seen) {
    fresh.served = viewer.served;
    fresh.served_weights = viewer.served_weights;
  }
  viewers_.put(number, fresh);
  memory_.change(number, [&](ViewerMemory::Row& row) {
    row.hidden = nullptr;
    if (!fact.keep_seen) row.seen = {};
  });
}

float TasteModel::on_the_way(const VideoTally& video, int64_t now_ms) {
  if (video.on_the_way == 0) return 0;
  const auto age_s = static_cast<float>(seconds(now_ms) - video.on_the_way_s);
  return video.on_the_way * std::exp2(-age_s / kOnTheWayHalfLifeS);
}

}  // namespace soleil
