#include <algorithm>
#include <utility>

#include "learning/taste_model.h"

// Takes in the catalogue's videos, and tells the index of `nearest` where they stand.
namespace soleil {
namespace {

// In a large index a vector costs more than it tells before it was met so often: until then it says
// little but its tags, author and sound, by which other sources find it.
constexpr size_t kSmallIndex = 100'000;
constexpr float kIndexedMeetings = 12;

}  // namespace

std::span<const uint32_t> TasteModel::tags_of(const VideoRow& video) const {
  const bool inline_ = video.tag_count <= VideoRow::kTagsInline;
  return {inline_ ? video.tags.data() : many_tags_[video.tags[0]].data(), video.tag_count};
}

void TasteModel::set_tags(VideoRow& video, const std::vector<std::string>& tags) {
  ManyTags numbers{};
  const size_t count = std::min(tags.size(), numbers.size());
  for (size_t i = 0; i < count; ++i) {
    numbers[i] = tags_.number(tags[i]);
    if (numbers[i] == tag_rows_.size()) tag_rows_.add(direction_of(tags[i]));
  }
  video.tag_count = static_cast<uint8_t>(count);
  if (count <= VideoRow::kTagsInline)
    std::copy_n(numbers.begin(), count, video.tags.begin());
  else
    video.tags[0] = many_tags_.add(numbers);
}

bool TasteModel::has_tags(const VideoRow& row, const std::vector<std::string>& tags) const {
  const auto kept = std::span(tags).first(std::min(tags.size(), VideoRow::kTagsMax));
  return std::ranges::equal(tags_of(row), kept,
                            [&](uint32_t n, auto& tag) { return tags_.word(n) == tag; });
}

bool TasteModel::is_unchanged(const VideoRow& row, const VideoTally& tally,
                              const Video& video) const {
  return authors_.id(row.author) == video.author.value &&
         sounds_.id(row.sound) == video.sound.value && has_tags(row, video.tags) &&
         languages_.word(row.language) == video.language && tally.duration_ms == video.duration_ms;
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
  row.length = static_cast<uint8_t>(length_bucket(video.duration_ms));
}

// A new video's rows stand before its id can be found.
void TasteModel::put_video(const Video& video) {
  const uint32_t known = video_ids_.find(video.id.value);
  const bool is_new = known == kNone;
  const uint32_t number = is_new ? static_cast<uint32_t>(videos_.size()) : known;
  if (is_new) {
    videos_.add();
    tallies_.add();
    co_watch_.reach(videos_.size());
    popularity_.reach(videos_.size());
  }
  const bool is_met = put_traits(number, video, is_new);
  auto tally = tallies_.edit(number);
  const bool was_listed = std::exchange(tally->listed, true);
  tally->duration_ms = static_cast<uint32_t>(std::clamp<int64_t>(video.duration_ms, 0, UINT32_MAX));
  if (is_met && !was_listed && !std::exchange(tally->moved, true)) moved_.push_back(number);
  if (is_new) video_ids_.number(video.id.value);
}

// True: it was met, so that its place says more than its traits do.
bool TasteModel::put_traits(uint32_t number, const Video& video, bool is_new) {
  auto row = videos_.edit(number);
  const bool is_met = row->meetings + row->liked + row->shared + row->refused > 0;
  if (!is_new && is_unchanged(*row, tallies_[number], video)) return is_met;
  Vector place = is_met ? row->place.wide() : Vector{};
  const Vector said = is_met ? content_of(*row) : Vector{};
  set_traits(*row, video, is_new);
  const Vector says = content_of(*row);
  for (size_t i = 0; i < kFactors; ++i) place[i] += says[i] - said[i];
  if (clip_length(place)) row->place.set(place);
  if (is_met) to_be_settled(number);
  return is_met;
}

void TasteModel::forget_video(VideoId id) {
  const uint32_t number = video_ids_.find(id.value);
  if (number == kNone) return;
  tallies_.edit(number)->listed = false;
  popularity_.forget(number);
  co_watch_.forget(number);
  next_.forget(number);
  std::unique_lock lock(index_mutex_);
  index_.erase(id.value);
}

bool TasteModel::settle(size_t count_max) {
  while (count_max > 0 && !moved_.empty()) {
    const uint32_t number = moved_.back();
    moved_.pop_back();
    tallies_.edit(number)->moved = false;
    const VideoRow& video = videos_[number];
    const bool told_by_place = index_.size() < kSmallIndex || video.meetings >= kIndexedMeetings;
    if (!tallies_[number].listed || !told_by_place) continue;
    std::unique_lock lock(index_mutex_);
    index_.put(video_ids_.id(number), video.place.wide());
    --count_max;
  }
  return !moved_.empty();
}

void TasteModel::to_be_settled(uint32_t number) {
  if (tallies_[number].moved) return;
  tallies_.edit(number)->moved = true;
  moved_.push_back(number);
}

}  // namespace soleil
